package io.palyra.connectors.store;

/** Patterns of {@code LIKE}, with {@code !} before what stands for itself. */
final class LikePattern {

    static final String ANYTHING = "%";

    private LikePattern() {}

    static String containing(String text) {
        return ANYTHING + beginningWith(text);
    }

    static String beginningWith(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + ANYTHING;
    }
}
