package io.palyra.connectors.jobs;

/** There is no job of that id, or none any more. */
public final class UnknownJobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownJobException(String jobId) {
        super("there is no job " + jobId + "; it may have ended so long ago that it is not kept any more");
    }
}
