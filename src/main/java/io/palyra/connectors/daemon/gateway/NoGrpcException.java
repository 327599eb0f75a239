package io.palyra.connectors.daemon.gateway;

import java.io.IOException;

/** Something answered that speaks no gRPC. */
final class NoGrpcException extends IOException {

    private static final long serialVersionUID = 1L;

    NoGrpcException(String what) {
        super(what);
    }
}
