/**
 * The one harness of the tests that look inside: the real program on a temporary folder, and pieces to move it and to look at
 * it. Tests of routes use the kit that is shipped, {@link io.palyra.connectors.test}.
 *
 * <pre>{@code
 * @TempDir
 * Path folder;
 *
 * @Test
 * void deliversAfterARestart() throws Exception {
 *     try (ProgramUnderTest program = ProgramUnderTest.in(folder).start()) {
 *         program.supervision().queues().pause(program.id(), null);
 *         program.enqueue("m1", "c1", "hello");
 *
 *         program.restart();
 *         program.supervision().queues().resume(program.id());
 *
 *         program.awaitDelivered("m1");
 *     }
 * }
 * }</pre>
 *
 * <p>The pieces, and when to take which:
 *
 * <ul>
 *   <li>{@link io.palyra.connectors.testkit.ProgramSetup}: settings, routes, time, store, platform, admin API of a program
 *       that is to be started. It starts in this JVM, on a free port.
 *   <li>{@link io.palyra.connectors.testkit.ProgramUnderTest}: the started program. It stops, starts again on the same store,
 *       and closes everything in order. It is also the {@link io.palyra.connectors.testkit.ConnectorUnderTest} that the test
 *       is about: send, receive, look at messages, events and state, wait for what has to happen.
 *   <li>{@link io.palyra.connectors.testkit.RoutesUnderTest}: a copy of {@code routes/} to be edited.
 *   <li>{@link io.palyra.connectors.testkit.Platform}: what a connector talks to; {@link
 *       io.palyra.connectors.testkit.LoopbackDiscord} is one. The contract kit's is a larger one.
 *   <li>{@link io.palyra.connectors.testkit.AdminClient}: calls the admin API, and holds every answer to its description.
 *   <li>{@link io.palyra.connectors.testkit.InboxGate}: a store that refuses or delays what comes in.
 *   <li>{@link io.palyra.connectors.testkit.LanesUnderTest}: a store and its lanes alone, where the program would be too much.
 * </ul>
 *
 * <p>Time: {@code ProgramSetup.time} takes a {@code SettableClock}, which stands still until the test moves it to what {@code
 * nextTryUnixMs} says, or {@code awaitSettled} does, so that waits are compared exactly; or a {@code FastTime}, which passes many times faster, for tests
 * that would only wait. {@code SettableMachine} also sleeps and has its clock set; a {@code TickedTimer} runs timers on the
 * test's thread. Nothing of this is global: settings reach one program and not the process.
 *
 * <p>A start costs about half a second of a processor, so that cases that do not disturb each other share a program: one
 * for the class, and a conversation with a name of its own for each test.
 */
@NullMarked
package io.palyra.connectors.testkit;

import org.jspecify.annotations.NullMarked;
