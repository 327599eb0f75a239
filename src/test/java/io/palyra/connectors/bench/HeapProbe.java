package io.palyra.connectors.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/** The heap that the program holds after some load, in a JVM of its own with {@value #HEAP}. */
final class HeapProbe {

    private static final String HEAP = "-Xmx256m";

    private HeapProbe() {}

    /** MiB in use after a collection, on the store in this folder. */
    static double mebibytes(Path folder, int messages) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-Dlog.level=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapProbe.class.getName(),
                        folder.toString(),
                        String.valueOf(messages)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the program did not run with " + HEAP + ": " + out);
        }
        return Long.parseLong(out.substring(out.lastIndexOf('\n') + 1)) / 1024.0 / 1024.0;
    }

    public static void main(String[] arguments) throws Exception {
        CoreLoad.SQLITE.underLoad(Path.of(arguments[0]), Integer.parseInt(arguments[1]), () -> {
            System.gc();
            System.out.println(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        });
    }
}
