package io.palyra.connectors.routes;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts changed files in the place of those that run, or leaves all as it was: where one does not start after all, its
 * routes are taken out again and what ran before is put back.
 */
final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

    private final ModelCamelContext context;
    private final LiveRoutes live;
    private final RouteFiles files;
    private final Runnable renewConnectors;
    private Optional<Undo> open = Optional.empty();

    /** @param renewConnectors makes the routes of the connectors anew; throws where one cannot be made any more */
    RouteSwap(ModelCamelContext context, RouteFiles files, Runnable renewConnectors) {
        this.context = context;
        this.live = new LiveRoutes(context);
        this.files = files;
        this.renewConnectors = renewConnectors;
    }

    /**
     * @param from what runs
     * @param to what shall, tried
     * @param after what the trial has found in it
     * @throws BrokenRoutesException where it does not start; what ran before runs again then
     */
    void swap(
            SortedMap<Path, String> from, SortedMap<Path, String> to, Set<Path> changed, Map<Path, RouteParts> after) {
        Map<Path, RouteParts> before = RouteParts.of(context);
        Set<Path> affected = new TreeSet<>(RouteParts.affected(
                changed,
                before,
                after,
                file -> makesRoutesOfTemplates(from, file) || makesRoutesOfTemplates(to, file)));
        boolean templates =
                affected.stream().anyMatch(file -> hasTemplates(before.get(file)) || hasTemplates(after.get(file)));
        Undo undo = new Undo(from, configurationsFirst(affected, before), templates, live.statuses());
        Set<String> ids = ids(affected);
        Collection<RouteFile> loaded = configurationsFirst(affected, after).stream()
                .filter(to::containsKey)
                .map(file -> files.file(file, to.getOrDefault(file, "")))
                .toList();
        try {
            live.remove(affected);
            live.load(loaded);
            if (templates) {
                renewConnectors.run();
            }
        } catch (Exception | Error e) {
            BrokenRoutesException reason =
                    RouteErrors.withoutSecrets(context, RouteErrors.broken(context, e, loaded), loaded);
            open = Optional.of(undo);
            mend();
            throw reason;
        }
        tell(changed, to, ids);
    }

    /** Goes on with putting back what ran, where that has not worked yet. */
    void mend() {
        open.filter(this::isUndone).ifPresent(undone -> open = Optional.empty());
    }

    /**
     * What is undone when a swap fails.
     *
     * @param affected the files whose routes were taken out, those that configure routes before others
     * @param templates whether the connectors' routes were made anew, too
     * @param statuses how every route was doing
     */
    private record Undo(
            SortedMap<Path, String> from, Set<Path> affected, boolean templates, Map<String, ServiceStatus> statuses) {}

    /** Their beans have to be there before the routes that they configure are made. */
    private static Set<Path> configurationsFirst(Set<Path> files, Map<Path, RouteParts> parts) {
        return files.stream()
                .sorted(Comparator.comparing(file -> !hasConfigurations(parts.get(file))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean hasConfigurations(@Nullable RouteParts parts) {
        return parts != null && !parts.configurations().isEmpty();
    }

    /** All together, as at a start; where that does not work one file after the other, so that each comes back that can. */
    private boolean isUndone(Undo undo) {
        List<RouteFile> before = undo.affected().stream()
                .filter(undo.from()::containsKey)
                .map(file -> files.file(file, undo.from().getOrDefault(file, "")))
                .toList();
        boolean complete = works(() -> {
            live.remove(undo.affected());
            live.load(before);
        });
        if (!complete) {
            complete = works(() -> live.remove(undo.affected()));
            for (RouteFile file : before) {
                complete &= works(() -> live.load(List.of(file)));
            }
        }
        return complete
                & works(() -> {
                    if (undo.templates()) {
                        renewConnectors.run();
                    }
                    live.restore(undo.statuses());
                });
    }

    private interface Step {
        void run() throws Exception;
    }

    private boolean works(Step step) {
        try {
            step.run();
            return true;
        } catch (Exception | Error e) {
            tellOpen(e);
            return false;
        }
    }

    private void tellOpen(Throwable failure) {
        LOG.error(
                "Not all routes run again as before, this is tried again: {}", RouteErrors.describe(context, failure));
    }

    /** Those that stand in the files; Camel numbers the others anew each time. */
    private Set<String> ids(Set<Path> of) {
        return live.of(of).stream()
                .filter(RouteDefinition::hasCustomIdAssigned)
                .filter(route -> !Boolean.TRUE.equals(route.isKamelet()))
                .map(RouteDefinition::getRouteId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void tell(Set<Path> changed, SortedMap<Path, String> to, Set<String> before) {
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(live.statuses().keySet());
        for (Path file : changed) {
            if (to.containsKey(file)) {
                Set<String> ids = ids(Set.of(file));
                LOG.info(
                        "Routes reloaded from {}: {}",
                        file.getFileName(),
                        ids.isEmpty() ? "no route of its own" : String.join(", ", ids));
            }
        }
        gone.forEach(id -> LOG.info("Route {} is gone from its file and was removed", id));
    }

    private static boolean hasTemplates(@Nullable RouteParts parts) {
        return parts != null && !parts.templates().isEmpty();
    }

    private static boolean makesRoutesOfTemplates(SortedMap<Path, String> contents, Path file) {
        String content = contents.getOrDefault(file, "");
        return Stream.of("templatedRoute", "templated-route", "kamelet").anyMatch(content::contains);
    }
}
