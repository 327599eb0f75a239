package io.palyra.connectors.slack;

/** What emphasis of mrkdwn is written with; sets of them are the sums of their bits. */
enum MrkdwnStyle {
    BOLD('*'),
    ITALIC('_'),
    STRIKE('~');

    final char mark;
    final int bit = 1 << ordinal();

    MrkdwnStyle(char mark) {
        this.mark = mark;
    }

    boolean isIn(int styles) {
        return (styles & bit) != 0;
    }
}
