package io.palyra.connectors.daemon;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * For {@code httpClientConfigurer} of a route that asks something over HTTP: one send is one request. Otherwise the client sends
 * again by itself after 429 and 503, and its thread sleeps for as long as {@code Retry-After} says.
 */
public final class OneRequest implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries();
    }
}
