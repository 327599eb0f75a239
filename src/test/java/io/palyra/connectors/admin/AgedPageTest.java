package io.palyra.connectors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of what was made at the same time, or has an older one's name, while entries come and go. */
class AgedPageTest {

    private record Entry(long at, String name) {}

    private static final List<Entry> ALL = List.of(
            new Entry(1, "z"),
            new Entry(2, "a:b"),
            new Entry(2, "b"),
            new Entry(2, "c"),
            new Entry(9, "y"),
            new Entry(10, "a"));

    private static AgedPage.Page<Entry> page(List<Entry> all, int limit, String after) {
        Map<String, String> query = after == null ? Map.of() : Map.of("after", after);
        Call call = new Call(Map.of(), query, Buffer.buffer(), null, "", null);
        return new AgedPage<>(Entry::at, Entry::name)
                .from(call, "after")
                .of(limit)
                .page(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7})
    void givesEachEntryOnce(int limit) {
        List<Entry> got = new ArrayList<>();
        String next = null;
        do {
            AgedPage.Page<Entry> page = page(ALL, limit, next);
            assertThat(page.entries()).hasSizeBetween(1, limit);
            got.addAll(page.entries());
            next = page.next();
        } while (next != null);
        assertThat(got).isEqualTo(ALL);
    }

    @Test
    void goesOnBehindAnEntryThatIsGone() {
        for (int last = 0; last < ALL.size() - 1; last++) {
            String next = page(ALL, last + 1, null).next();
            List<Entry> left = new ArrayList<>(ALL);
            left.remove(last);

            assertThat(page(left, 10, next).entries()).as(next).isEqualTo(ALL.subList(last + 1, ALL.size()));
        }
    }
}
