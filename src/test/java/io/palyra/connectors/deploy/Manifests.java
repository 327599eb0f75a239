package io.palyra.connectors.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Manifests as a client of Kubernetes reads them, but for what its model does not know: that is refused. */
record Manifests(List<HasMetadata> objects) {

    static final Path FILE = Path.of("src/main/docs/deploy/kubernetes.yaml");

    private static final Map<String, Class<? extends HasMetadata>> MODEL = Stream.of(
                    ConfigMap.class, Service.class, PodDisruptionBudget.class, Deployment.class)
            .collect(Collectors.toMap(
                    type -> HasMetadata.getApiVersion(type) + " " + HasMetadata.getKind(type), Function.identity()));

    private static final ObjectMapper JSON = strict();

    private static ObjectMapper strict() {
        JsonMapper mapper = JsonMapper.builder()
                .annotationIntrospector(new JacksonAnnotationIntrospector() {

                    private static final long serialVersionUID = 1;

                    /** By which the model would take what it does not know. */
                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                })
                .build();
        // As the server, which wants "true" and "8080" in quotes where a text is meant
        for (CoercionInputShape other : List.of(CoercionInputShape.Boolean, CoercionInputShape.Integer)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(other, CoercionAction.Fail);
        }
        return mapper;
    }

    static Manifests delivered() throws IOException {
        return of(Files.readString(FILE));
    }

    static Manifests of(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml).forEach(document -> {
            Map<?, ?> object = (Map<?, ?>) document;
            String kind = object.get("apiVersion") + " " + object.get("kind");
            objects.add(JSON.convertValue(
                    object,
                    Optional.ofNullable(MODEL.get(kind)).orElseThrow(() -> new IllegalArgumentException(kind))));
        });
        return new Manifests(objects);
    }

    /** The only one of its kind. */
    <T extends HasMetadata> T the(Class<T> kind) {
        List<T> all = objects.stream().filter(kind::isInstance).map(kind::cast).toList();
        if (all.size() != 1) {
            throw new AssertionError(kind.getSimpleName() + ": " + all.size());
        }
        return all.get(0);
    }
}
