package io.palyra.connectors.observe;

import io.palyra.connectors.store.SqlStore;
import io.palyra.connectors.store.StoreSpace;
import io.palyra.connectors.store.WriteFailure;
import io.palyra.connectors.transaction.StoreLostException;
import io.palyra.connectors.transaction.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether the store takes what it is given, now and for some time to come. */
final class StoreCheck {

    private static final long PATIENCE_S = 2;

    /** For as long a look holds for the other checks, which are asked right behind it. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final long MIB = 1024L * 1024;

    private final SqlStore store;
    private final long freeMb;
    private final long walMb;
    private volatile boolean down;
    private volatile long lookedAt;

    StoreCheck(SqlStore store, int freeMb, int walMb) {
        this.store = store;
        this.freeMb = freeMb;
        this.walMb = walMb;
    }

    Finding readiness() {
        Finding finding = look();
        lookedAt = System.nanoTime();
        down = !finding.up();
        return finding;
    }

    /** Who reads a store that is down may wait for long. Looks again where what was found last is not of this moment. */
    boolean isDown() {
        return down
                && (System.nanoTime() - lookedAt < MOMENT.toNanos()
                        || !readiness().up());
    }

    private Finding look() {
        try {
            store.probe().get(PATIENCE_S, TimeUnit.SECONDS);
            Optional<WriteFailure> failure = store.lastingFailure();
            return failure.isPresent() ? failed(failure.get().why()) : space();
        } catch (TimeoutException e) {
            return Finding.down("no commit within " + PATIENCE_S + " s: see whether "
                    + (store.isFile()
                            ? "the disk is overloaded or another program has locked the store's file"
                            : "the database server can be reached, is overloaded, or has the store's tables locked"));
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        } catch (StoreUnavailableException | IOException e) {
            return failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.down("the check was interrupted: ask again");
        }
    }

    private Finding failed(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        return Finding.down(
                failure instanceof StoreLostException
                        ? reason
                        : reason
                                + store.wayOut(failure)
                                        .map(wayOut -> ": " + wayOut)
                                        .orElse("") + "; nothing is accepted until then");
    }

    private Finding space() throws IOException {
        Optional<StoreSpace> found = store.space();
        if (found.isEmpty()) {
            return Finding.up("commits");
        }
        StoreSpace space = found.get();
        if (space.free() < freeMb * MIB) {
            return Finding.down(
                    space.free() / MIB + " MiB are free on the store's disk, palyra.health.store-free-mb is " + freeMb
                            + ": free some, or shorten palyra.retention.*");
        }
        if (space.log() > walMb * MIB) {
            return Finding.down("the store's write-ahead log has " + space.log() / MIB
                    + " MiB, palyra.health.store-wal-mb is " + walMb
                    + ": end the program that reads the store for so long, such as a backup or an open sqlite3; where the log says"
                    + " that it cannot be brought into the file, see to the disk");
        }
        return Finding.up(
                "commits; " + space.free() / MIB + " MiB free, write-ahead log " + space.log() / MIB + " MiB");
    }

    Finding liveness() {
        return store.isWriting()
                ? Finding.up("the store's writer runs")
                : Finding.down("the store's writer has ended: restart the program; what was accepted is kept");
    }
}
