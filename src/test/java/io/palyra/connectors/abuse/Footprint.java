package io.palyra.connectors.abuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds. Linux only.
 *
 * @param files open ones, sockets included
 * @param heapBytes of objects that can be reached, after a full collection
 */
record Footprint(int files, int threads, long heapBytes) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    static Footprint of(long pid) throws IOException {
        return new Footprint(count(pid, "fd"), count(pid, "task"), heap(pid));
    }

    static int count(long pid, String what) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", String.valueOf(pid), what))) {
            return (int) entries.count();
        }
    }

    /** The histogram of live objects collects garbage first. */
    private static long heap(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("no total in the histogram: " + histogram);
        }
        return Long.parseLong(total.group(1));
    }
}
