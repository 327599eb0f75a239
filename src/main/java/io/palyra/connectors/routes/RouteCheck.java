package io.palyra.connectors.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.CamelContext;

/** Says of route files what would keep them from running, without running them. */
public final class RouteCheck {

    private final RouteTrial trial;
    private final RouteFiles folder;

    /**
     * @param context whose settings and beans the files see; it needs no routes
     * @param pattern one or more Ant patterns of file names, by commas
     */
    public RouteCheck(CamelContext context, String directory, String pattern) {
        this.trial = new RouteTrial(context);
        this.folder = new RouteFiles(directory, pattern);
    }

    /**
     * What was found.
     *
     * @param files how many were tried together
     * @param problems one sentence for each file that would be refused
     * @param ignored files of the folder that are not loaded, with the reason
     */
    public record Report(int files, List<String> problems, List<String> ignored) {}

    /**
     * Tries the files of the folder together with others, each of which takes the place of one of the same name. A file
     * with a mistake is left out for the rest, so one mistake of each is found.
     */
    public Report check(List<Path> others) throws IOException {
        RouteFiles.Contents read = folder.read();
        SortedMap<Path, String> contents = new TreeMap<>(read.texts());
        List<String> problems = new ArrayList<>();
        read.unreadable().forEach((file, reason) -> problems.add(RouteErrors.inFile(file, reason)));
        for (Path other : others) {
            Path file = other.toAbsolutePath().normalize();
            contents.keySet().removeIf(it -> it.getFileName().equals(file.getFileName()));
            contents.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        int files = contents.size();
        List<String> ignored = folder.ignored().entrySet().stream()
                .map(file -> file.getKey() + " is ignored: " + file.getValue())
                .toList();
        problems.addAll(problems(contents));
        return new Report(files, problems, ignored);
    }

    private List<String> problems(SortedMap<Path, String> contents) {
        List<String> problems = new ArrayList<>();
        while (true) {
            try {
                trial.load(
                        contents.entrySet().stream()
                                .map(file -> new RouteFile("file:" + file.getKey(), file.getKey(), file.getValue()))
                                .toList(),
                        file -> true);
                return problems;
            } catch (BrokenRoutesException e) {
                Path file = e.file().filter(contents::containsKey).orElse(null);
                if (file != null || problems.isEmpty()) {
                    problems.add(String.valueOf(e.getMessage()));
                }
                if (file == null) {
                    // Of all together, or of what is missing now without the others
                    return problems;
                }
                contents.remove(file);
            }
        }
    }
}
