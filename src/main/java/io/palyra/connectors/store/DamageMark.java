package io.palyra.connectors.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code .damaged} beside a store in which damage was found. A start may read none of the damaged pages, and would
 * accept messages until it does; so where this file is, the whole store is read through first.
 */
final class DamageMark {

    private static final Logger LOG = LoggerFactory.getLogger(DamageMark.class);

    private final Path file;
    private final Path mark;

    DamageMark(Path file) {
        this.file = file;
        this.mark = SqlitePlace.beside(file, ".damaged");
    }

    void set(String harm) {
        try {
            Files.writeString(mark, harm + "\n");
        } catch (IOException e) {
            LOG.warn("The next start is not told of the damage, as {} cannot be written: {}", mark, e.toString());
        }
    }

    /**
     * Removes the mark where the store is sound, such as where a backup was put in its place.
     *
     * @throws StoreStartException where it is not
     */
    void check() throws IOException {
        if (!Files.exists(mark)) {
            return;
        }
        LOG.warn(
                "{} is read through before anything is accepted, and may lack what was accepted last. When a program had it last:"
                        + " {}",
                file,
                Files.readString(mark).strip());
        List<String> damage = new SqliteFile(file).damage(true);
        if (!damage.isEmpty()) {
            throw new StoreStartException("palyra.store.url: " + SqliteDamage.sentence(file, damage.get(0)), null);
        }
        Files.delete(mark);
    }
}
