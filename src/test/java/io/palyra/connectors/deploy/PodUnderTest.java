package io.palyra.connectors.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.palyra.connectors.program.WorkingFolder;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A pod of the deployment, as Kubernetes would run it. */
record PodUnderTest(Manifests manifests, PodSpec spec) {

    static final String NAME = "palyra-connectors-5d8f7c9b6-x2x7q";
    static final String ADDRESS = "10.0.0.7";

    /** What is known of a pod only when it runs. */
    private static final Map<String, String> FIELDS = Map.of("metadata.name", NAME, "status.podIP", ADDRESS);

    static PodUnderTest of(Manifests manifests) {
        return new PodUnderTest(
                manifests,
                manifests.the(Deployment.class).getSpec().getTemplate().getSpec());
    }

    Container container() {
        return spec.getContainers().get(0);
    }

    /** The variables of its process. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        if (!Boolean.FALSE.equals(spec.getEnableServiceLinks())) {
            environment.putAll(links(manifests.the(Service.class)));
        }
        container().getEnvFrom().forEach(source -> environment.putAll(all(source)));
        container().getEnv().forEach(variable -> environment.put(variable.getName(), value(variable, environment)));
        return environment;
    }

    /** As for links of Docker, which Kubernetes still makes. */
    private static Map<String, String> links(Service service) {
        String prefix = service.getMetadata().getName().toUpperCase(Locale.ROOT).replace('-', '_');
        return Map.of(prefix + "_SERVICE_HOST", "10.96.0.7", prefix + "_PORT", "tcp://10.96.0.7:8080");
    }

    private Map<String, String> all(EnvFromSource source) {
        ConfigMap settings = manifests.the(ConfigMap.class);
        if (!settings.getMetadata().getName().equals(source.getConfigMapRef().getName())) {
            throw new AssertionError("no " + source);
        }
        return settings.getData();
    }

    private static String value(EnvVar variable, Map<String, String> before) {
        if (variable.getValueFrom() != null) {
            String path = variable.getValueFrom().getFieldRef().getFieldPath();
            return Optional.ofNullable(FIELDS.get(path)).orElseThrow(() -> new AssertionError("no " + path));
        }
        String text = variable.getValue();
        for (Map.Entry<String, String> known : before.entrySet()) {
            text = text.replace("$(" + known.getKey() + ")", known.getValue());
        }
        return text;
    }

    /** With the file that is in the image. */
    Settings settings() {
        return SettingsLoader.load(
                Optional.of(Path.of("application.properties")),
                environment(),
                new Properties(),
                WorkingFolder.connectorKinds());
    }
}
