package io.palyra.connectors.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A test that looks at the store's file, or at what only a file has: it does not run where programs run on a server. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@DisabledIfSystemProperty(
        named = "test.store",
        matches = "(?i)postgresql",
        disabledReason = "It is about the file of a SQLite store")
public @interface AboutSqliteFile {}
