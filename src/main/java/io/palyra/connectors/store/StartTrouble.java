package io.palyra.connectors.store;

import io.palyra.connectors.transaction.StoreLostException;
import java.sql.SQLException;
import java.util.Optional;

/** What keeps a program from starting on a store that it has found, in one sentence. */
final class StartTrouble {

    private static final String SETTING = "palyra.store.url: ";

    private StartTrouble() {}

    static StoreStartException of(Dialect dialect, Exception failure) {
        return failure instanceof StoreLostException
                ? new StoreStartException(SETTING + failure.getMessage(), null)
                : damage(dialect, failure).orElseGet(() -> unusable(dialect, failure));
    }

    /** Empty where the store is not damaged. */
    static Optional<StoreStartException> damage(Dialect dialect, Exception failure) {
        return Migrations.told(failure)
                .flatMap(dialect::damage)
                .map(sentence -> new StoreStartException(SETTING + sentence, null));
    }

    private static StoreStartException unusable(Dialect dialect, Exception failure) {
        Optional<SQLException> told = Migrations.told(failure);
        return new StoreStartException(
                SETTING + "the store cannot be used: "
                        + told.map(Statements::sentence).orElseGet(failure::getMessage)
                        + told.flatMap(dialect::wayOutAtStart)
                                .map(wayOut -> "; " + wayOut)
                                .orElse(""),
                failure);
    }
}
