package io.palyra.connectors.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.palyra.connectors.program.ConnectorApplication;
import io.palyra.connectors.settings.Settings;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kubernetes.yaml: its parts fit each other, the program and the image. */
class KubernetesTest {

    private static final Pattern FILE_REFERENCE = Pattern.compile("\\{\\{file:(.+)/([^/]+)}}");

    private Manifests manifests;
    private PodUnderTest pod;

    @BeforeEach
    void read() throws IOException {
        manifests = Manifests.delivered();
        pod = PodUnderTest.of(manifests);
    }

    @Test
    void whatKubernetesDoesNotKnowIsFoundOut() throws IOException {
        String delivered = Files.readString(Manifests.FILE);
        for (Map.Entry<String, String> slip : Map.of(
                        "terminationGracePeriodSeconds", "terminationGraceSeconds",
                        "\"true\"", "true",
                        "periodSeconds: 10", "periodSeconds: ten",
                        "policy/v1", "policy/v1beta1")
                .entrySet()) {
            assertThat(delivered).contains(slip.getKey());
            assertThatThrownBy(() -> Manifests.of(delivered.replace(slip.getKey(), slip.getValue())))
                    .as(slip.getValue())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void eachSelectorFindsThePods() {
        Deployment deployment = manifests.the(Deployment.class);
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();

        assertThat(Stream.of(
                        deployment.getSpec().getSelector().getMatchLabels(),
                        manifests.the(Service.class).getSpec().getSelector(),
                        manifests
                                .the(PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        pod.spec()
                                .getTopologySpreadConstraints()
                                .get(0)
                                .getLabelSelector()
                                .getMatchLabels()))
                .allSatisfy(
                        selector -> assertThat(labels.entrySet()).isNotEmpty().containsAll(selector.entrySet()));
    }

    @Test
    void oneNodeGoesOnWhileAnotherIsReplacedOrEvicted() {
        Deployment deployment = manifests.the(Deployment.class);

        assertThat(deployment.getSpec().getReplicas()).isGreaterThan(1);
        assertThat(deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable())
                .isEqualTo(new IntOrString(0));
        assertThat(manifests
                        .the(PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isPositive()
                .isLessThan(deployment.getSpec().getReplicas());
    }

    @Test
    void everyVariableIsASettingAndThePodIsANode() {
        Settings settings = pod.settings();

        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.store().isPostgres()).isTrue();
        assertThat(settings.node().name()).hasValue(PodUnderTest.NAME);
        assertThat(settings.node().url())
                .hasValue(
                        "http://" + PodUnderTest.ADDRESS + ":" + settings.http().port());
        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.http().allowedHosts())
                .contains(manifests.the(Service.class).getMetadata().getName());
    }

    @Test
    void theServiceAndTheProbesLeadToThePortThatIsListenedTo() {
        ContainerPort port = pod.container().getPorts().get(0);
        assertThat(port.getContainerPort()).isEqualTo(pod.settings().http().port());

        assertThat(Stream.concat(
                        manifests.the(Service.class).getSpec().getPorts().stream()
                                .map(ServicePort::getTargetPort),
                        probes().stream().map(probe -> probe.getHttpGet().getPort())))
                .hasSize(4)
                .containsOnly(new IntOrString(port.getName()));
    }

    private List<Probe> probes() {
        Container container = pod.container();
        return List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe());
    }

    @Test
    void theProbesAreAnswered(@TempDir Path folder) throws Exception {
        OkHttpClient kubelet = new OkHttpClient();
        try (ProgramUnderTest program = ProgramUnderTest.in(folder).admin().start()) {
            for (Probe probe : probes()) {
                String path = probe.getHttpGet().getPath();
                Request request = new Request.Builder()
                        .url("http://127.0.0.1:" + program.port() + path)
                        .header("Host", PodUnderTest.ADDRESS)
                        .build();
                try (Response response = kubelet.newCall(request).execute()) {
                    assertThat(response.code()).as(path).isEqualTo(200);
                    assertThat(response.body().string()).contains("\"status\":\"UP\"", "\"checks\"");
                }
            }
        }
    }

    @Test
    void aStopHasTheTimeThatItNeeds() {
        List<String> before =
                pod.container().getLifecycle().getPreStop().getExec().getCommand();
        assertThat(before).hasSize(2).startsWith("sleep");

        Duration needed = Duration.ofSeconds(Long.parseLong(before.get(1)))
                .plus(ConnectorApplication.longestStop(pod.settings().shutdown()));
        assertThat(Duration.ofSeconds(pod.spec().getTerminationGracePeriodSeconds()))
                .isGreaterThan(needed);
    }

    @Test
    void whatIsSecretComesOutOfTheSecret() {
        List<MatchResult> files = pod.environment().values().stream()
                .flatMap(value -> FILE_REFERENCE.matcher(value).results())
                .toList();

        assertThat(files).hasSize(3);
        assertThat(files).allSatisfy(file -> {
            Volume volume = volumeAt(file.group(1));
            assertThat(volume.getSecret().getItems())
                    .anyMatch(item -> item.getPath().equals(file.group(2)));
            assertThat(volume.getSecret().getDefaultMode() & 0777)
                    .as("for its user and group to read")
                    .isEqualTo(0440);
        });
    }

    private Volume volumeAt(String path) {
        String name = pod.container().getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(path))
                .map(VolumeMount::getName)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is mounted at " + path));
        return pod.spec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The restricted level of Kubernetes' Pod Security Standards, and a root that nobody writes to. */
    @Test
    void isTheImagesUserAndWritesToItsVolumeOnly() throws IOException {
        String image = Files.readString(Path.of("src/main/docs/deploy/Containerfile"));
        SecurityContext container = pod.container().getSecurityContext();

        assertThat(pod.spec().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.spec().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(image)
                .contains("USER " + pod.spec().getSecurityContext().getRunAsUser() + ":"
                        + pod.spec().getSecurityContext().getRunAsGroup() + "\n");
        assertThat(volumeAt(image.replaceFirst("(?s).*\nVOLUME (\\S+)\n.*", "$1"))
                        .getEmptyDir())
                .isNotNull();
    }
}
