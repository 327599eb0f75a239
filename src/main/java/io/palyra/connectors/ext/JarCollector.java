package io.palyra.connectors.ext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings a module into {@code ext/}: its jars without those that the program has. */
public final class JarCollector {

    private JarCollector() {}

    /**
     * Copies.
     *
     * @param jars a folder with the module and everything that it needs
     * @return one line for each jar, what became of it
     */
    public static List<String> into(Path folder, Path jars, ClassLoader program) throws IOException {
        Overlaps overlaps = new Overlaps(new OnBoard(program));
        List<String> lines = new ArrayList<>();
        Files.createDirectories(folder);
        for (Path file : files(jars)) {
            String name = String.valueOf(file.getFileName());
            ExtJar jar = ExtJar.read(file, folder.getFileName() + "/" + name);
            Optional<String> ours =
                    overlaps.holder(jar).filter(holder -> Artifact.of(holder).isSameAs(jar.artifact()));
            if (ours.isPresent()) {
                lines.add(name + " is left out: the program has "
                        + (ours.get().equals(name) ? "it" : ours.get() + ", and uses that"));
            } else {
                Files.copy(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                lines.add(jar.name() + " is new");
            }
        }
        return lines;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
