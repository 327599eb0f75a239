package io.palyra.connectors.discord;

import java.util.function.Consumer;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists in what Discord says, element by element: one that cannot be read is left out, and the others are not. */
final class Elements {

    private static final Logger LOG = LoggerFactory.getLogger(Elements.class);

    private Elements() {}

    /** Nothing where there is no such list. */
    static void each(DataObject holder, String list, Consumer<DataObject> action) {
        DataArray all = holder.optArray(list).orElseGet(DataArray::empty);
        for (int i = 0; i < all.length(); i++) {
            try {
                action.accept(all.getObject(i));
            } catch (ParsingException | NumberFormatException e) {
                LOG.warn("one of {} cannot be read and is left out: {}", list, firstLine(e));
            }
        }
    }

    /** What follows it is the element. */
    private static String firstLine(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
