package io.palyra.connectors.admin;

/** Ends a call with a problem that no other exception stands for. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(ProblemCode code, String detail) {
        this(Problem.of(code, detail));
    }

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
