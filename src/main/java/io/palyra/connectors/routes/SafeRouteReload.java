package io.palyra.connectors.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.ResourceReloadStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live reload that cannot break what runs. Camel's own removes the old routes before it knows whether the new ones work;
 * here the changed files are first tried in a context of their own, together with the others, and what ran is put back
 * where they do not start after all. A file that is refused holds up no other one.
 *
 * <p>The contents are compared every second: no event tells of a link further up that points elsewhere now, as it does
 * where Kubernetes mounts a ConfigMap, or of a file on a network drive. What has changed is loaded once it is seen the same
 * twice, so that a file that is being written, or one of several that belong together, is not read too early.
 */
public final class SafeRouteReload extends ResourceReloadStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(SafeRouteReload.class);

    private static final long LOOK_EVERY_MS = 1_000;

    private final RouteFiles files;
    private final Runnable renewConnectors;
    private final RefusedFiles refused;
    private final PutRight putRight = new PutRight();
    private @Nullable RouteSwap swap;
    private @Nullable ScheduledExecutorService looks;

    /** What was loaded, what was seen last, and what was seen when something was refused. */
    private SortedMap<Path, String> running;

    private SortedMap<Path, String> seen;
    private @Nullable SortedMap<Path, String> refusedIn;
    private @Nullable String unreadable;
    private Map<Path, String> unreadableFiles = Map.of();
    private Map<String, String> ignored = Map.of();
    private Consumer<SortedMap<Path, String>> onLoaded = files -> {};
    private Map<Path, String> refusals = Map.of();

    /**
     * @param loaded what the files had before they were loaded: what changes during the load is a change then
     * @param renewConnectors makes the routes of a changed template anew; throws where one cannot be made any more
     * @param clock tells when a file was refused
     */
    public SafeRouteReload(RouteFiles files, RouteFiles.Contents loaded, Runnable renewConnectors, Clock clock) {
        this.files = files;
        this.running = loaded.texts();
        this.seen = running;
        this.renewConnectors = renewConnectors;
        this.refused = new RefusedFiles(clock);
    }

    /** The files that stand otherwise in the folder than what runs, because they could not be loaded or read. */
    List<RefusedFiles.Refused> refused() {
        return refused.list();
    }

    /** @param told of what runs, by file, whenever that has changed */
    public void onLoaded(Consumer<SortedMap<Path, String>> told) {
        onLoaded = told;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        swap = new RouteSwap((ModelCamelContext) getCamelContext(), files, renewConnectors);
        tellIgnored();
        looks = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RouteReload");
        looks.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() throws Exception {
        if (looks != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(looks);
        }
        super.doStop();
    }

    @Override
    public void onReload(Object source) {
        look();
    }

    /** Never throws, so that the next look follows. */
    private synchronized void look() {
        try {
            if (getCamelContext().isStarted() && swap != null) {
                look(swap);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("Routes not reloaded, this is tried again when a file changes: {}", RouteErrors.describe(e), e);
        }
    }

    private void look(RouteSwap into) {
        SortedMap<Path, String> now;
        try {
            now = withUnreadable(files.read());
            tellIgnored();
            unreadable = null;
        } catch (IOException | UncheckedIOException e) {
            tellUnreadable(e);
            return;
        }
        into.mend();
        boolean isStill = now.equals(seen);
        seen = now;
        if (now.equals(running)) {
            refusedIn = null;
            refusals = Map.of();
            setLastError(null);
        } else if (isStill && !now.equals(refusedIn)) {
            refusedIn = now;
            loadWhatWorks(into, now);
        }
        Map<Path, String> all = new TreeMap<>(refusals);
        all.putAll(unreadableFiles);
        refused.become(all);
        putRight.look(all.keySet(), running, now);
    }

    /** A file that cannot be read is as it was; the others go on. */
    private SortedMap<Path, String> withUnreadable(RouteFiles.Contents read) {
        SortedMap<Path, String> now = new TreeMap<>(read.texts());
        read.unreadable().forEach((file, reason) -> {
            String before = running.get(file);
            if (before != null) {
                now.put(file, before);
            }
            if (!reason.equals(unreadableFiles.get(file))) {
                LOG.warn(
                        "{} cannot be read, {}: {}",
                        file.getFileName(),
                        before == null ? "nothing of it runs" : "its routes from before go on",
                        reason);
            }
        });
        unreadableFiles = read.unreadable();
        return now;
    }

    /** A link that is being replaced is no loss, so what runs goes on. */
    private void tellUnreadable(Exception failure) {
        String reason = RouteErrors.describe(failure);
        if (!reason.equals(unreadable)) {
            unreadable = reason;
            LOG.warn("Route files cannot be read, the routes from before go on: {}", reason);
        }
    }

    private void tellIgnored() throws IOException {
        Map<String, String> now = files.ignored();
        now.forEach((name, reason) -> {
            if (!ignored.containsKey(name)) {
                LOG.warn("{} is ignored: {}", name, reason);
            }
        });
        ignored = now;
    }

    /** All that has changed together, where that works; otherwise without the file that is to blame, or one by one. */
    private void loadWhatWorks(RouteSwap into, SortedMap<Path, String> now) {
        SortedMap<Path, String> before = running;
        Map<Path, String> refused = new LinkedHashMap<>();
        SortedMap<Path, String> target = now;
        while (!target.equals(running)) {
            Set<Path> changed = changed(target);
            try {
                load(into, target);
            } catch (BrokenRoutesException e) {
                Path culprit = changed.size() == 1
                        ? changed.iterator().next()
                        : e.file().filter(changed::contains).orElse(null);
                if (culprit == null) {
                    refused.putAll(loadOneByOne(into, target));
                    break;
                }
                refused.put(culprit, named(culprit, e));
                target = with(target, culprit, running.get(culprit));
            }
        }
        conclude(before, now, refused);
    }

    /** Again and again, as one may need another that comes later. */
    private Map<Path, String> loadOneByOne(RouteSwap into, SortedMap<Path, String> target) {
        Map<Path, String> refused = new LinkedHashMap<>();
        boolean progress = true;
        while (progress && !target.equals(running)) {
            progress = false;
            refused.clear();
            for (Path file : changed(target)) {
                try {
                    load(into, with(running, file, target.get(file)));
                    progress = true;
                } catch (BrokenRoutesException e) {
                    refused.put(file, named(file, e));
                }
            }
        }
        return refused;
    }

    /** @throws BrokenRoutesException where it does not work; all is as before then */
    private void load(RouteSwap into, SortedMap<Path, String> target) {
        Set<Path> changed = changed(target);
        Map<Path, RouteParts> parts = new RouteTrial(getCamelContext())
                .load(
                        target.entrySet().stream()
                                .map(file -> files.file(file.getKey(), file.getValue()))
                                .toList(),
                        changed::contains);
        into.swap(running, target, changed, parts);
        running = target;
        onLoaded.accept(running);
    }

    private void conclude(SortedMap<Path, String> before, SortedMap<Path, String> now, Map<Path, String> refused) {
        refusals = refused;
        if (refused.isEmpty()) {
            refusedIn = null;
            setLastError(null);
            incSucceededCounter();
            return;
        }
        refusedIn = now;
        setLastError(new BrokenRoutesException(String.join("; ", refused.values())));
        incFailedCounter();
        Set<Path> loaded = difference(before, running);
        refused.forEach((file, reason) -> {
            LOG.error("Routes not reloaded: {}", reason);
            LOG.error(
                    "{}; every other route goes on{}",
                    running.containsKey(file)
                            ? "The routes of " + file.getFileName() + " from before go on"
                            : "Nothing of " + file.getFileName() + " runs",
                    loaded.isEmpty()
                            ? ""
                            : ", reloaded from "
                                    + loaded.stream()
                                            .map(it -> it.getFileName().toString())
                                            .collect(Collectors.joining(", ")));
        });
    }

    private static String named(Path file, BrokenRoutesException failure) {
        return RouteErrors.inFile(file, String.valueOf(failure.getMessage()));
    }

    private Set<Path> changed(SortedMap<Path, String> target) {
        return difference(running, target);
    }

    private static Set<Path> difference(Map<Path, String> one, Map<Path, String> other) {
        return Stream.concat(one.keySet().stream(), other.keySet().stream())
                .filter(file -> !Objects.equals(one.get(file), other.get(file)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedMap<Path, String> with(SortedMap<Path, String> contents, Path file, @Nullable String content) {
        SortedMap<Path, String> changed = new TreeMap<>(contents);
        if (content == null) {
            changed.remove(file);
        } else {
            changed.put(file, content);
        }
        return changed;
    }
}
