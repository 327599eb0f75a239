package io.palyra.connectors.observe;

/**
 * What a check found.
 *
 * @param message one sentence; where the check is down also the way out. Never a secret, and nothing that a platform or
 *     the daemon wrote: whoever reads it shows no token
 */
record Finding(boolean up, String message) {

    static Finding up(String message) {
        return new Finding(true, message);
    }

    static Finding down(String message) {
        return new Finding(false, message);
    }
}
