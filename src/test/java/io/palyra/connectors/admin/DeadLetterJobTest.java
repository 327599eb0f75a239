package io.palyra.connectors.admin;

import static io.palyra.connectors.admin.AdminSetup.ECHO;
import static io.palyra.connectors.admin.AdminSetup.RISKY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.events.EventFilter;
import io.palyra.connectors.lane.storage.DeadLetterStore.Filter;
import io.palyra.connectors.lane.storage.DeadLetterStore.Summary;
import io.palyra.connectors.protocol.ConnectorId;
import io.palyra.connectors.protocol.Direction;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.store.StoreUnderTest;
import io.palyra.connectors.testkit.AdminClient.Reply;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Dead letters of which there are more than one call decides about: a job does it. */
@ParameterizedClass
@EnumSource
class DeadLetterJobTest {

    private static final ConnectorId CONNECTOR = ConnectorId.of("echo:default");
    private static final String DEAD_LETTERS = ECHO + "/operations/dead-letters/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than a step takes. */
    private static final int CONVERSATION = 450;

    private static final int MANY = 20_000;

    @Parameter
    private StoreUnderTest database;

    @TempDir
    private Path folder;

    private ProgramUnderTest admin;

    @BeforeEach
    void start() throws Exception {
        admin = AdminSetup.in(folder).on(database).start();
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    @Test
    void whoDoesNotSayWhichIsAsked() {
        add(1);

        for (String body : List.of("{}", "{'dry_run':true}", "{'all':false}", "{'all':null}")) {
            Reply reply = admin.client().post(DEAD_LETTERS + "discard", body);
            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.text("/errors/0/field")).isEqualTo("all");
        }
        Reply both = admin.client().post(DEAD_LETTERS + "discard", "{'all':true,'limit':5}");
        assertThat(both.text("/errors/0/field")).isEqualTo("limit");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void aDecisionThatTheLimitCutsShortSaysHowManyItLeft() {
        add(3);

        assertThat(admin.client()
                        .post(DEAD_LETTERS + "discard", "{'reason_contains':'test','limit':1}")
                        .text("/action/message"))
                .isEqualTo("1 message is given up; 2 more are as wanted, which \"all\": true takes as well");
        assertThat(admin.client()
                        .post(DEAD_LETTERS + "discard", "{'reason_contains':'test','limit':2}")
                        .text("/action/message"))
                .isEqualTo("2 messages are given up");
    }

    @Test
    void allThatAFilterLetsThroughAreDecidedAbout() {
        add(CONVERSATION);
        client("messages/send", "{'envelope_id':'kept','conversation_id':'c','text':'[permanent]'}");
        await().until(() -> letters().size() == CONVERSATION + 1);

        Reply preview =
                admin.client().post(DEAD_LETTERS + "discard", "{'all':true,'reason_contains':'TEST','dry_run':true}");
        assertThat(preview.at("/action/count").asInt()).isEqualTo(CONVERSATION);
        assertThat(preview.at("/action/dead_letters").size()).isEqualTo(10);

        Reply job = ended(start("discard", "{'all':true,'reason_contains':'test'}"));
        assertThat(job.text("/job/state")).isEqualTo("done");
        assertThat(job.text("/job/type")).isEqualTo("dead_letters.discard");
        assertThat(job.at("/job/done").asInt()).isEqualTo(CONVERSATION);
        assertThat(letters()).extracting(letter -> letter.envelopeId().value()).containsExactly("kept");
        assertThat(admin.client().get("/admin/v1/jobs").text("/jobs/0/job_id")).isEqualTo(job.text("/job/job_id"));
    }

    /** The first one has died once more, and so is the last letter. */
    @Test
    void aConversationComesBackInItsOrder() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < CONVERSATION; i++) {
            ids.add("m%04d".formatted(i));
            client(
                    "messages/send",
                    "{'envelope_id':'%s','conversation_id':'c','text':'[permanent]'}".formatted(ids.get(i)));
        }
        await().atMost(PATIENCE).until(() -> letters().size() == CONVERSATION);
        long first = letters().get(CONVERSATION - 1).deadLetterId();
        admin.client().post(DEAD_LETTERS + first + "/replay");
        await().until(() -> letters().size() == CONVERSATION
                && letters().get(0).envelopeId().value().equals(ids.get(0)));
        long last = letters().get(0).deadLetterId();

        Reply job = ended(start("replay", "{'all':true}"));

        assertThat(job.at("/job/done").asInt()).isEqualTo(CONVERSATION);
        await().atMost(PATIENCE)
                .until(() -> letters().stream()
                                .filter(letter -> letter.deadLetterId() > last)
                                .count()
                        == CONVERSATION);
        List<String> again = new ArrayList<>(
                letters().stream().map(letter -> letter.envelopeId().value()).toList());
        Collections.reverse(again);
        assertThat(again).isEqualTo(ids);
    }

    @Test
    void aJobGoesOnAfterAStopAndDecidesAboutEachOnce() throws Exception {
        add(MANY);
        String job = start("discard", "{'all':true}");
        await().until(() -> admin.client().get(job).at("/job/done").asInt() > 0);

        admin.stop();
        admin.startAgain();

        Reply ended = ended(job);
        assertThat(ended.at("/job/total").asInt()).isEqualTo(MANY);
        assertThat(ended.at("/job/done").asInt()).isEqualTo(MANY);
        assertThat(ended.at("/job/refused").asInt()).isZero();
        assertThat(letters()).isEmpty();
        EventFilter discarded = new EventFilter(List.of("dead_letter.discarded"), null, null, null, null);
        assertThat(admin.program()
                        .events()
                        .latest(CONNECTOR, discarded, MANY + 1)
                        .size())
                .isEqualTo(MANY);
    }

    @Test
    void aShortJobDoesNotWaitForALongOneOfAnotherConnector() {
        add(MANY);
        admin.client()
                .post(RISKY + "/messages/send", "{'envelope_id':'dead','conversation_id':'c','text':'[permanent]'}");
        await().until(() ->
                admin.client().get(RISKY + "/dead-letters").at("/dead_letters").size() == 1);
        String longOne = start("discard", "{'all':true}");

        Reply started = admin.client().post(RISKY + "/operations/dead-letters/discard", "{'all':true}");

        Reply shortOne = ended("/admin/v1/jobs/" + started.text("/job/job_id"));
        assertThat(shortOne.at("/job/done").asInt()).isEqualTo(1);
        assertThat(admin.client().post(cancel(longOne)).text("/job/state")).isEqualTo("canceled");
    }

    private static String cancel(String job) {
        return ECHO + "/operations" + job.substring("/admin/v1".length()) + "/cancel";
    }

    @Test
    void whatACanceledJobHasDoneStaysDone() {
        add(MANY);
        String job = start("discard", "{'all':true}");
        String cancel = cancel(job);
        assertThat(admin.client().post(cancel.replace(ECHO, RISKY)).text("/code"))
                .isEqualTo("unknown_job");

        Reply canceled = admin.client().post(cancel);

        assertThat(canceled.text("/job/state")).isEqualTo("canceled");
        assertThat(letters()).hasSize(MANY - canceled.at("/job/done").asInt()).isNotEmpty();
        assertThat(canceled.at("/job/total").asInt()).isEqualTo(MANY);
        assertThat(canceled.at("/job/finished_at_unix_ms").asLong())
                .isEqualTo(canceled.at("/job/updated_at_unix_ms").asLong())
                .isEqualTo(
                        admin.client().get(job).at("/job/finished_at_unix_ms").asLong());
        assertThat(admin.client().post(cancel).status()).isEqualTo(409);
    }

    private Reply client(String call, String body) {
        return admin.client().post(ECHO + "/" + call, body);
    }

    /** @return the path of the job */
    private String start(String action, String body) {
        Reply reply = admin.client().post(DEAD_LETTERS + action, body);
        assertThat(reply.status()).isEqualTo(202);
        return "/admin/v1/jobs/" + reply.text("/job/job_id");
    }

    private Reply ended(String job) {
        await().atMost(PATIENCE)
                .until(() -> !admin.client().get(job).text("/job/state").equals("running"));
        return admin.client().get(job);
    }

    /** Newest first. */
    private List<Summary> letters() {
        return admin.program().deadLetters().summaries(CONNECTOR, Filter.ANY, MANY);
    }

    private void add(int count) {
        admin.program().transactions().writeAndWait(transaction -> {
            for (int i = 0; i < count; i++) {
                admin.program()
                        .deadLetters()
                        .add(
                                transaction,
                                CONNECTOR,
                                new EnvelopeId("e" + i),
                                Direction.INBOUND,
                                "made up by a test",
                                "{}",
                                System.currentTimeMillis());
            }
        });
    }
}
