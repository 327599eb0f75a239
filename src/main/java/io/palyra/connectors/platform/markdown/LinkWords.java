package io.palyra.connectors.platform.markdown;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a link, which must not name another place than the one that it leads to. */
public final class LinkWords {

    /** What turns the direction of reading around: words could be read backwards. */
    private static final Pattern TURNS = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Pattern UNSEEN = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}\\u115F\\u1160\\u2800\\u3164]*+");
    private static final Pattern FORMAT = Pattern.compile("\\p{Cf}");

    private static final Pattern ADDRESS = Pattern.compile("(?i)\\bhttps?:[/\\\\]{2}([^\\s/\\\\?#|<>()]++)");
    private static final Pattern HOST = Pattern.compile(
            "(?<![\\p{L}\\p{N}@/])"
                    + "((?:[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,62}+\\.(?=[\\p{L}\\p{N}])){1,9}+([\\p{L}\\p{N}-]{2,63}+))(?![@\\p{L}\\p{N}])");

    /** Among other words they may be a version. */
    private static final Pattern ALONE = Pattern.compile("((?:\\d{1,3}\\.){3}\\d{1,3}|(?i:localhost))(?:[:/?#].*+)?");

    private static final Pattern ADDRESSES = Pattern.compile("(?i)\\bhttps?:[/\\\\]{2}\\S*+");
    private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]++|[^\\p{L}\\p{N}/]++$");
    private static final Pattern MAIL = Pattern.compile("[^\\s@]++@[^\\s@]++");

    private static final Set<String> ENDINGS = endings();

    private LinkWords() {}

    /** Without what hides or turns them; empty where nobody would see anything. */
    public static String visible(String words) {
        String shown = TURNS.matcher(words).replaceAll("").strip();
        return UNSEEN.matcher(shown).matches() ? "" : shown;
    }

    /** Whether whoever reads the words expects to come to another host, or to write to another person. */
    public static boolean nameAnother(String words, String url) {
        String shown = plain(FORMAT.matcher(words).replaceAll("")).strip();
        String host = host(plain(url));
        Matcher address = ADDRESS.matcher(shown);
        while (address.find()) {
            if (!isOf(address.group(1), host)) {
                return true;
            }
        }
        if (MAIL.matcher(shown).matches()) {
            return LinkAddress.mail(url)
                    .filter(mail -> mail.split("\\?", 2)[0].equalsIgnoreCase(shown))
                    .isEmpty();
        }
        Matcher alone = ALONE.matcher(EDGES.matcher(shown).replaceAll(""));
        if (alone.matches() && !isOf(alone.group(1), host)) {
            return true;
        }
        return HOST.matcher(ADDRESSES.matcher(shown).replaceAll(" "))
                .results()
                .anyMatch(bare -> isHost(bare.group(1), bare.group(2)) && !isOf(bare.group(1), host));
    }

    /** With the letters and dots that browsers take others for, and that look the same. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replace('\u3002', '.');
    }

    private static boolean isHost(String name, String ending) {
        return name.toLowerCase(Locale.ROOT).startsWith("www.") || isEnding(ending);
    }

    /** Whether people take a name for that of a host if it ends with this, behind a dot. */
    public static boolean isEnding(String ending) {
        return ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
    }

    /** As browsers read it; empty where there is none. */
    private static String host(String url) {
        Matcher address = ADDRESS.matcher(url);
        return address.lookingAt() ? address.group(1) : "";
    }

    private static boolean isOf(String authority, String host) {
        return name(authority).equals(name(host));
    }

    private static String name(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return host.replaceFirst("^www\\.", "").replaceFirst(":\\d*$", "").replaceFirst("[.,;!]+$", "");
    }

    /** Those by which people know an address, without those that are rather the end of a file's name. */
    private static Set<String> endings() {
        Set<String> endings = new HashSet<>(List.of(
                "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "dev", "app", "cloud", "online", "site",
                "xyz", "eu", "uk"));
        Arrays.stream(Locale.getISOCountries())
                .map(country -> country.toLowerCase(Locale.ROOT))
                .forEach(endings::add);
        endings.removeAll(
                Set.of("cc", "do", "la", "md", "mk", "ml", "mm", "pl", "pm", "ps", "py", "rs", "sh", "so", "tf"));
        return endings;
    }
}
