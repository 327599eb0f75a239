package io.palyra.connectors.discord;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import net.dv8tion.jda.api.utils.data.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists in what Discord says, element by element: one that cannot be read is left out, and the others are not. */
final class Elements {

    private static final Logger LOG = LoggerFactory.getLogger(Elements.class);

    private Elements() {}

    /** Nothing where there is no such list, or something else in its place. */
    static void each(DataObject holder, String list, Consumer<DataObject> action) {
        DataArray all = of(holder, list);
        List<RuntimeException> failures = new ArrayList<>();
        for (int i = 0; i < all.length(); i++) {
            try {
                action.accept(all.getObject(i));
            } catch (ParsingException | NumberFormatException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            LOG.warn(
                    "{} of {} {} cannot be read and are left out: {}",
                    failures.size(),
                    all.length(),
                    list,
                    firstLine(failures.get(0)));
        }
    }

    /** The ids in a list of ids. */
    static Set<String> ids(DataObject holder, String list) {
        DataArray all = of(holder, list);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < all.length(); i++) {
            String id = all.isNull(i) ? "" : all.getString(i);
            if (Snowflake.isOne(id)) {
                ids.add(id);
            } else {
                LOG.warn("one of {} is no id and is left out", list);
            }
        }
        return ids;
    }

    /** As long as the list, with what cannot be read in it. */
    static int count(DataObject holder, String list) {
        return of(holder, list).length();
    }

    private static DataArray of(DataObject holder, String list) {
        if (holder.isType(list, DataType.ARRAY)) {
            return holder.getArray(list);
        }
        if (!holder.isNull(list)) {
            LOG.warn("{} is no list and is left out", list);
        }
        return DataArray.empty();
    }

    /** What follows it is the element. */
    private static String firstLine(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
