package io.palyra.connectors.engine;

import org.apiguardian.api.API;

/** Why the daemon gave no answer that can be used. */
@API(status = API.Status.STABLE)
public enum DaemonFault {
    /** It certainly did not take the message: not reached, or it said so. */
    NOT_TAKEN,
    /** It may have worked on the message: no answer in time, one that is cut or cannot be read, a failure of its own. */
    NO_USABLE_ANSWER,
    /** It works, and asks to be asked again about this message. */
    POSTPONED,
    /** It works and has no room now. */
    BUSY,
    /** Something else answered, or the daemon does not let the program in: nothing that a message can change. */
    MISCONFIGURED
}
