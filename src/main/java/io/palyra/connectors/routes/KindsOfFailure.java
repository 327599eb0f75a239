package io.palyra.connectors.routes;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;

/** Why an exchange has failed, as far as the kind of the failure says it: its own words may quote a message or a secret. */
final class KindsOfFailure {

    private static final Map<Class<? extends Throwable>, String> WORDS = words();

    private KindsOfFailure() {}

    private static Map<Class<? extends Throwable>, String> words() {
        Map<Class<? extends Throwable>, String> words = new LinkedHashMap<>();
        words.put(UnknownHostException.class, "its host is not known");
        words.put(ConnectException.class, "nobody answers at its address");
        words.put(SocketTimeoutException.class, "there was no answer in time");
        words.put(HttpTimeoutException.class, "there was no answer in time");
        words.put(ExchangeTimedOutException.class, "there was no answer in time");
        words.put(TimeoutException.class, "there was no answer in time");
        words.put(SSLException.class, "no TLS connection came about");
        words.put(NoSuchFileException.class, "a file is not there");
        words.put(AccessDeniedException.class, "this program's user may not use a file");
        return words;
    }

    /** Empty for other kinds. */
    static Optional<String> of(Throwable failure) {
        HttpOperationFailedException answer = ObjectHelper.getException(HttpOperationFailedException.class, failure);
        if (answer != null) {
            return Optional.of("the answer was HTTP " + answer.getStatusCode());
        }
        return WORDS.entrySet().stream()
                .filter(kind -> ObjectHelper.getException(kind.getKey(), failure) != null)
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
