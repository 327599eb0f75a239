package io.palyra.connectors.store;

import io.palyra.connectors.store.StatementFile.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement that does for a whole group what its like does for one: each parameter is an array with an element for each
 * who asks, and {@code {asked}} is the table of them with the columns that the parameters name, {@code a}. Each row
 * that it returns has in its last column {@code n}: whose it is, counted from 1.
 *
 * @param types of the elements, in the order of the parameters
 */
record GroupText(String sql, List<String> types) {

    private static final String ASKED = "{asked}";

    /** @param entry whose parameters each have a type */
    static GroupText of(Entry entry) {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (String parameter : entry.parameters()) {
            int space = parameter.indexOf(' ');
            names.add(parameter.substring(0, space));
            types.add(parameter.substring(space + 1));
        }
        String asked = types.stream()
                .map(type -> "CAST(? AS " + type + "[])")
                .collect(Collectors.joining(", ", "unnest(", ") WITH ORDINALITY AS a("));
        return new GroupText(entry.text().replace(ASKED, asked + String.join(", ", names) + ", n)"), types);
    }
}
