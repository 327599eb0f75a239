package io.palyra.connectors.telegram;

import org.jspecify.annotations.Nullable;

record Entity(
        String type,
        int offset,
        int length,
        @Nullable String url,
        @Nullable String language) {}
