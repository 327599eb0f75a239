package io.palyra.connectors.slack;

import java.util.List;

/** What a session knows of its sockets, for whoever reports on them. Thread safe, never blocks. */
interface SocketFacts {

    /** Whether events can come. */
    boolean isOpen();

    /** How many more sockets of the app Slack has counted than this session has. */
    int others();

    /** Events of other workspaces that came by them. */
    long ofOtherTeams();

    /** Instances of this program that have tokens of the same app. */
    List<String> sameApp();
}
