package io.palyra.connectors.adapter;

import java.util.List;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a person does on a platform before a connector can work there.
 *
 * @param steps in their order
 * @param secrets what the platform gives, and the connector has to know
 */
@API(status = API.Status.STABLE)
public record SetupGuide(List<Step> steps, List<Secret> secrets) {

    /**
     * One step.
     *
     * @param text what to do, in plain text
     * @param link where; absent where there is no page for it
     * @param paste what to paste there, as it is; absent where there is nothing to
     */
    public record Step(
            String text, @Nullable String link, @Nullable String paste) {

        public static Step of(String text) {
            return new Step(text, null, null);
        }

        public static Step at(String link, String text) {
            return new Step(text, link, null);
        }

        public Step paste(String pasted) {
            return new Step(text, link, pasted);
        }
    }

    /**
     * A secret of an instance.
     *
     * @param option {@code token}, or another secret among {@link ConnectorType#options}
     * @param title what the platform calls it, and how it begins
     * @param form a regular expression that every one of them matches whole, and hardly anything else, whatever the case of its
     *     letters; absent where they have no form. By it one is known that was pasted in the wrong place
     */
    public record Secret(
            String option, String title, @Nullable String form) {

        public Secret(String option, String title) {
            this(option, title, null);
        }

        boolean isOne(String text) {
            return form != null
                    && Pattern.compile(form, Pattern.CASE_INSENSITIVE)
                            .matcher(text)
                            .matches();
        }
    }

    public SetupGuide {
        steps = List.copyOf(steps);
        secrets = List.copyOf(secrets);
    }

    /** Of a kind that says nothing of it: only that it may have a token. */
    static SetupGuide unknown() {
        return new SetupGuide(
                List.of(Step.of("This kind of connector does not say how it is set up: see its own documentation")),
                List.of(new Secret(SetupSheet.TOKEN, "token")));
    }
}
