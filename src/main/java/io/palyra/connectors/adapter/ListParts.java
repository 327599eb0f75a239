package io.palyra.connectors.adapter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * For {@code split}: a long list in lists of a size that one commit can have. Camel's own {@code ${collate(500)}} does so once:
 * in Camel 4.18 the second message gets lists of lists.
 */
@API(status = API.Status.STABLE)
public final class ListParts {

    private ListParts() {}

    /**
     * Lists of so many, in their order; the last one may be shorter.
     *
     * @throws IllegalArgumentException where the size is less than 1
     */
    public static List<List<Object>> of(Collection<?> whole, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size = " + size + " is less than 1");
        }
        List<Object> all = new ArrayList<>(whole);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + size)))
                .toList();
    }
}
