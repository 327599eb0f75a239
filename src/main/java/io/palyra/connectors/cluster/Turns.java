package io.palyra.connectors.cluster;

import java.time.Duration;

/** Whose turn a job is that one program at a time does, of those that share a store. Thread safe, never blocks. */
public interface Turns {

    /** Jobs of the program itself. */
    enum Job {
        /** Routes that begin with {@code palyra-events} are given events. */
        EVENTS,
        /** What operators have started goes on. */
        OPERATIONS,
        /** What is older than it is kept for is purged. */
        RETENTION
    }

    /** Of a program that has the store alone. */
    Turns ALWAYS = new Turns() {

        @Override
        public boolean isOurs(Job job) {
            return true;
        }

        @Override
        public void begins(Job job) {
            // Nobody waits for its end
        }

        @Override
        public void ended(Job job) {
            // As above
        }

        @Override
        public Duration lookInterval() {
            return Duration.ofSeconds(5);
        }
    };

    /** Whether this program does the job, and nobody else may at this moment. */
    boolean isOurs(Job job);

    /** Something of the job is being done here, so that no other program takes it over in order. */
    void begins(Job job);

    /** It is done with. */
    void ended(Job job);

    /** After how long at most to look for what other programs have written. */
    Duration lookInterval();
}
