package io.palyra.connectors.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Edits the files of a folder of routes without end, as editors and deployments do: written over, replaced, emptied first,
 * written in two pieces, taken away and brought back. Each save is a change, as its number stands in the file.
 */
final class RestlessEditor {

    private static final int PAUSE_MS_MAX = 500;

    /** After every other save: what has changed is loaded once it has stayed the same for a second. */
    private static final int REST_MS = 2_500;

    /** A save of more than one step: long enough that the program may look between them. */
    private static final int HALF_WAY_MS = 300;

    private final Path folder;
    private final Random random;
    private final Map<Path, String> whole = new TreeMap<>();
    private int saves;

    RestlessEditor(Path folder, List<Path> files, Random random) throws IOException {
        this.folder = folder;
        this.random = random;
        for (Path file : files) {
            whole.put(folder.resolve(file.getFileName()), Files.readString(file));
        }
    }

    /** Returns once the latch is open, perhaps in the middle of a save. */
    void editUntil(CountDownLatch over) throws IOException, InterruptedException {
        List<Path> files = List.copyOf(whole.keySet());
        while (!over.await(saves % 2 == 0 ? random.nextInt(PAUSE_MS_MAX) : REST_MS, TimeUnit.MILLISECONDS)) {
            Path file = files.get(random.nextInt(files.size()));
            String text = whole.get(file) + "# save " + saves + "\n";
            switch (saves++ % 5) {
                case 0 -> Files.writeString(file, text);
                case 1 -> replace(file, text);
                case 2 -> afterSome("", file, text, over);
                case 3 -> afterSome(text.substring(0, random.nextInt(text.length())), file, text, over);
                default -> {
                    Files.delete(file);
                    over.await(HALF_WAY_MS, TimeUnit.MILLISECONDS);
                    replace(file, text);
                }
            }
        }
    }

    private void afterSome(String some, Path file, String text, CountDownLatch over)
            throws IOException, InterruptedException {
        Files.writeString(file, some);
        if (!over.await(HALF_WAY_MS, TimeUnit.MILLISECONDS)) {
            Files.writeString(file, text);
        }
    }

    private void replace(Path file, String text) throws IOException {
        Path beside = Files.writeString(folder.resolve("." + file.getFileName() + ".swp"), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a start needs: files without a mistake. */
    void finish() throws IOException {
        for (Map.Entry<Path, String> file : whole.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    int saves() {
        return saves;
    }
}
