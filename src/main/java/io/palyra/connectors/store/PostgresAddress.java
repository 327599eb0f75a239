package io.palyra.connectors.store;

import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;

/** A URL of PostgreSQL's driver, read as the driver reads it. */
final class PostgresAddress {

    /** What a URL says before its options. */
    private static final Set<String> PLACE =
            Set.of(PGProperty.PG_HOST.getName(), PGProperty.PG_PORT.getName(), PGProperty.PG_DBNAME.getName());

    private final String url;
    private final Properties parts;
    private final int keptFrom;

    /** @throws StoreStartException where the driver does not take it */
    PostgresAddress(String url) {
        this.url = url;
        Properties read = Driver.parseURL(url, null);
        if (read == null) {
            throw new StoreStartException(
                    "palyra.store.url: the driver cannot read " + place() + "; see its options (?…) and its host",
                    null);
        }
        this.parts = read;
        refusePlaceAmongOptions();
        refuseUnknownOptions();
        refuseUnknownWords();
        this.keptFrom = keptFrom(read);
    }

    /** The driver would go there instead, and the place that is told of everywhere would be another one. */
    private void refusePlaceAmongOptions() {
        options().filter(PLACE::contains).findFirst().ifPresent(option -> {
            throw new StoreStartException(
                    "palyra.store.url: leave the option " + option
                            + " away; host, port and database stand before the question mark",
                    null);
        });
    }

    /** The driver takes no notice of them. */
    private void refuseUnknownOptions() {
        options()
                .filter(option -> PGProperty.forName(option) == null)
                .findFirst()
                .ifPresent(option -> {
                    throw new StoreStartException(
                            "palyra.store.url: the driver has no option " + option.replaceFirst("%.*", "…")
                                    + "; the nearest is "
                                    + nearest(
                                            option,
                                            Stream.of(PGProperty.values()).map(PGProperty::getName)),
                            null);
                });
    }

    /** The driver would say so at the first connection, and of some only where it comes to them. */
    private void refuseUnknownWords() {
        for (PGProperty option : PGProperty.values()) {
            @Nullable String word = parts.getProperty(option.getName());
            String @Nullable [] words = option.getChoices();
            if (word != null && words != null && Stream.of(words).noneMatch(word::equalsIgnoreCase)) {
                throw new StoreStartException(
                        "palyra.store.url: the option " + option.getName() + " cannot be " + word + "; it is one of "
                                + String.join(", ", words) + ", and the nearest is " + nearest(word, Stream.of(words)),
                        null);
            }
        }
    }

    /** By their names. */
    private Stream<String> options() {
        int question = url.indexOf('?');
        return Stream.of((question < 0 ? "" : url.substring(question + 1)).split("&", -1))
                .map(option -> option.replaceFirst("=.*", ""))
                .filter(option -> !option.isEmpty());
    }

    private static int keptFrom(Properties parts) {
        try {
            return PGProperty.PREPARE_THRESHOLD.getInt(parts);
        } catch (PSQLException e) {
            throw new StoreStartException("palyra.store.url: " + e.getMessage(), null);
        }
    }

    private static String nearest(String word, Stream<String> known) {
        return known.min(Comparator.comparingInt(
                        candidate -> LevenshteinDistance.getDefaultInstance().apply(word, candidate)))
                .orElseThrow();
    }

    String url() {
        return url;
    }

    /** How often a group has to have asked something until the server keeps it, with its plan; 0: never. */
    int keptFrom() {
        return keptFrom;
    }

    /** The URL without its options. */
    String place() {
        return url.replaceFirst("\\?.*", "");
    }

    String database() {
        return String.valueOf(PGProperty.PG_DBNAME.getOrDefault(parts));
    }

    boolean hasSeveralHosts() {
        return place().contains(",");
    }

    boolean names(PGProperty option) {
        return parts.getProperty(option.getName()) != null;
    }

    Optional<String> schema() {
        return Optional.ofNullable(PGProperty.CURRENT_SCHEMA.getOrDefault(parts));
    }

    /** Whether the connection is to be encrypted, or not be made. */
    boolean insistsOnTls() {
        @Nullable String mode = parts.getProperty(PGProperty.SSL_MODE.getName());
        @Nullable String ssl = parts.getProperty(PGProperty.SSL.getName());
        return mode == null
                ? ssl != null && !ssl.equalsIgnoreCase("false")
                : !mode.equalsIgnoreCase("disable")
                        && !mode.equalsIgnoreCase("allow")
                        && !mode.equalsIgnoreCase("prefer");
    }
}
