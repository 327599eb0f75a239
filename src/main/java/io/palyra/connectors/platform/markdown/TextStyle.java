package io.palyra.connectors.platform.markdown;

/** Emphasis; sets of it are the sums of their bits. */
public enum TextStyle {
    BOLD,
    ITALIC,
    STRIKE;

    private final int bit = 1 << ordinal();

    public int bit() {
        return bit;
    }

    public boolean isIn(int styles) {
        return (styles & bit) != 0;
    }
}
