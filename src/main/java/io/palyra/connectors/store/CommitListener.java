package io.palyra.connectors.store;

/** Told of each group that the store has tried to commit, on the writer thread; must be short. */
public interface CommitListener {

    /**
     * @param works how many works shared the commit
     * @param nanos from the first statement of the group to the end of the commit
     */
    void committed(int works, long nanos);

    /** A group or a single work was rolled back. */
    void failed();

    /** Listens to nothing. */
    CommitListener NONE = new CommitListener() {
        @Override
        public void committed(int works, long nanos) {}

        @Override
        public void failed() {}
    };
}
