package io.palyra.connectors.admin;

/** Ends a call with a problem that no other exception stands for. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(ProblemCode code, String detail) {
        super(detail);
        this.problem = Problem.of(code, detail);
    }

    Problem problem() {
        return problem;
    }
}
