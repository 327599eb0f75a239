package io.palyra.connectors.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.palyra.connectors.Main;
import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Which room of the house may use which. A room is a package directly below {@code io.palyra.connectors}; every room
 * that is not listed in {@link #CORE} is a connector, so that a new connector needs no change here.
 */
@AnalyzeClasses(packagesOf = Main.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String HOUSE = "io.palyra.connectors";

    private static final Set<String> CORE = Set.of(
            "protocol",
            "access",
            "events",
            "settings",
            "adapter",
            "cluster",
            "net",
            "platform",
            "engine",
            "lane",
            "time",
            "inbox",
            "daemon",
            "transaction",
            "program",
            "outbox",
            "store",
            "jobs",
            "approvals",
            "statistics",
            "session",
            "retention",
            "supervisor",
            "routes",
            "observe",
            "simulate",
            "server",
            "ingress",
            "ext",
            "admin",
            "cli");

    private static final DescribedPredicate<JavaClass> MAIN = belongToAnyOf(Main.class);

    /** Main and what it puts together: the program's wiring, and the commands that start it. */
    private static final DescribedPredicate<JavaClass> WIRING = resideInAnyPackage(HOUSE, HOUSE + ".program..");

    private static final DescribedPredicate<JavaClass> CONNECTORS =
            describe("are connectors", type -> !room(type).isEmpty() && !CORE.contains(room(type)));

    // The direction of dependencies

    @ArchTest
    static final ArchRule protocolUsesNothingOfOurs = roomUsesOnly("protocol");

    @ArchTest
    static final ArchRule protocolUsesJacksonAlone = roomUsesOnlyLibraries("protocol", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule settingsUseProtocolAndAccess = roomUsesOnly("settings", "protocol", "access");

    @ArchTest
    static final ArchRule settingsKnowRulesOfAccessAndNothingElseOfIt = noClasses()
            .that(inRooms("settings"))
            .should()
            .dependOnClassesThat(inRooms("access").and(describe("are no rules", type -> !isRuleOfAccess(type))));

    @ArchTest
    static final ArchRule accessUsesOutboxLaneEventsTransactionTimeAdapterAndProtocol =
            roomUsesOnly("access", "outbox", "lane", "events", "transaction", "time", "adapter", "protocol");

    @ArchTest
    static final ArchRule adapterUsesProtocol = roomUsesOnly("adapter", "protocol");

    @ArchTest
    static final ArchRule adapterUsesCamel = roomUsesOnlyLibraries("adapter", "org.apache.camel..", "org.slf4j..");

    @ArchTest
    static final ArchRule engineUsesProtocolAndAdapter = roomUsesOnly("engine", "protocol", "adapter");

    @ArchTest
    static final ArchRule engineUsesTheJdkAlone = roomUsesOnlyLibraries("engine");

    @ArchTest
    static final ArchRule timeUsesNothingOfOurs = roomUsesOnly("time");

    @ArchTest
    static final ArchRule timeUsesTheJdkAndLogs = roomUsesOnlyLibraries("time", "org.slf4j..");

    @ArchTest
    static final ArchRule transactionUsesProtocol = roomUsesOnly("transaction", "protocol");

    @ArchTest
    static final ArchRule transactionUsesTheJdkAlone = roomUsesOnlyLibraries("transaction");

    @ArchTest
    static final ArchRule laneUsesEngineProtocolTransactionAdapterAndTime =
            roomUsesOnly("lane", "engine", "protocol", "transaction", "adapter", "time");

    @ArchTest
    static final ArchRule lanesKnowNoCamel = noClasses()
            .that(inRooms("lane").and(not(inRooms("lane.camel"))))
            .should()
            .dependOnClassesThat(resideInAPackage("org.apache.camel..").or(inRooms("lane.camel")));

    @ArchTest
    static final ArchRule laneStorageKnowsNoLanes =
            roomUsesOnly("lane.storage", "engine", "protocol", "transaction", "time");

    @ArchTest
    static final ArchRule laneUsesCamel =
            // Jackson: a dead letter carries its payload as a tree, so that it is shown and not quoted
            roomUsesOnlyLibraries("lane", "org.apache.camel..", "org.slf4j..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule platformUsesProtocolAdapterAndNet = roomUsesOnly("platform", "protocol", "adapter", "net");

    @ArchTest
    static final ArchRule platformUsesNoPlatformsLibrary = roomUsesOnlyLibraries(
            "platform",
            "okhttp3..",
            "okio..",
            "com.fasterxml.jackson..",
            "org.slf4j..",
            "kotlin..",
            "org.commonmark..",
            // Options that every connector with a session has
            "org.apache.camel.spi..");

    @ArchTest
    static final ArchRule onlyConnectorsAndPlatformMarkdownReadMarkdown = noClasses()
            .that(not(CONNECTORS))
            .and(not(inRooms("platform.markdown")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.commonmark.."));

    @ArchTest
    static final ArchRule requestsKnowNothingOfFeeds =
            noClasses().that(inRooms("platform.http")).should().dependOnClassesThat(inRooms("platform.inbound"));

    @ArchTest
    static final ArchRule onlyConnectorsUsePlatform = noClasses()
            .that(not(CONNECTORS))
            .and(not(inRooms("platform")))
            .should()
            .dependOnClassesThat(inRooms("platform"));

    @ArchTest
    static final ArchRule connectorsUseProtocolAdapterNetAndPlatform = noClasses()
            .that(CONNECTORS)
            .should()
            .dependOnClassesThat(
                    ofTheHouse().and(not(CONNECTORS)).and(not(inRooms("protocol", "adapter", "net", "platform"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule connectorsDoNotKnowEachOther = slices().matching(HOUSE + ".(*)..")
            .that(describe("are connectors", slice -> slice.stream().anyMatch(CONNECTORS)))
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule coreKnowsNoConnector = noClasses()
            .that(not(CONNECTORS))
            .and(not(WIRING))
            .should()
            .dependOnClassesThat(CONNECTORS)
            .as("only Main knows a connector: there is no central switch");

    @ArchTest
    static final ArchRule storeIsBehindInterfaces = noClasses()
            .that(inRooms("access", "transaction", "lane", "inbox", "outbox", "daemon", "supervisor"))
            .should()
            .dependOnClassesThat(inRooms("store"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyMainKnowsAdmin = onlyMainUses("admin");

    @ArchTest
    static final ArchRule onlyMainKnowsObserve = onlyMainUses("observe");

    @ArchTest
    static final ArchRule onlyObserveKnowsMeters = noClasses()
            .that(not(inRooms("observe")).and(not(WIRING)))
            .should()
            .dependOnClassesThat(resideInAPackage("io.micrometer.."));

    @ArchTest
    static final ArchRule onlyMainKnowsCli = onlyMainUses("cli");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles();

    // What only one room may use

    @ArchTest
    static final ArchRule onlyStoreKnowsSql = noClasses()
            // ext makes drivers known, and opens nothing
            .that(not(inRooms("store", "ext")))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "com.zaxxer.hikari..",
                    "org.flywaydb..",
                    "org.sqlite..",
                    "org.postgresql.."));

    @ArchTest
    static final ArchRule onlyServersServeHttp = noClasses()
            .that(not(inRooms("server", "admin", "ingress")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.vertx.."));

    @ArchTest
    static final ArchRule jobsUseSupervisorClusterLaneTransactionTimeAndProtocol =
            roomUsesOnly("jobs", "supervisor", "cluster", "lane", "transaction", "time", "protocol");

    @ArchTest
    static final ArchRule approvalsUseSupervisorSettingsEventsAdapterTransactionTimeAndProtocol =
            roomUsesOnly("approvals", "supervisor", "settings", "events", "adapter", "transaction", "time", "protocol");

    @ArchTest
    static final ArchRule statisticsUseEventsLaneTransactionTimeAndProtocol =
            roomUsesOnly("statistics", "events", "lane", "transaction", "time", "protocol");

    @ArchTest
    static final ArchRule serverUsesNothingOfOurs = roomUsesOnly("server");

    @ArchTest
    static final ArchRule ingressUsesServerAndAdapter = roomUsesOnly("ingress", "server", "adapter", "protocol");

    @ArchTest
    static final ArchRule extUsesTheJdkAlone = roomUsesOnlyLibraries("ext");

    @ArchTest
    static final ArchRule onlyCliParsesArguments = noClasses()
            .that(not(inRooms("cli")).and(not(WIRING)))
            .should()
            .dependOnClassesThat(resideInAPackage("picocli.."));

    @ArchTest
    static final ArchRule onlyDiscordKnowsJda = noClasses()
            .that(not(inRooms("discord")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("net.dv8tion..", "com.neovisionaries.."));

    @ArchTest
    static final ArchRule onlyConnectorsAndPlatformHttpAskOverOkHttp = noClasses()
            .that(not(CONNECTORS))
            .and(not(inRooms("platform.http", "daemon.gateway")))
            .should()
            .dependOnClassesThat(resideInAPackage("okhttp3.."));

    @ArchTest
    static final ArchRule jdaInternalsAreInTwoFiles =
            // They may change with any version; the version is pinned
            noClasses()
                    .that(describe(
                            "are neither Rest nor RawEvents",
                            type -> !type.getName().equals(HOUSE + ".discord.RawEvents")
                                    && !type.getName().startsWith(HOUSE + ".discord.RawEvents$")
                                    && !type.getName().startsWith(HOUSE + ".discord.Rest$")
                                    && !type.getName().equals(HOUSE + ".discord.Rest")))
                    .should()
                    .dependOnClassesThat(resideInAPackage("net.dv8tion.jda.internal.."));

    @ArchTest
    static final ArchRule netUsesTheJdkAlone = roomUsesOnlyLibraries("net", "javax.net..");

    @ArchTest
    static final ArchRule onlyMainExits = noClasses()
            .that(not(MAIN))
            .should()
            .callMethod(System.class, "exit", int.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyCliAndMainPrint = noClasses()
            .that(not(inRooms("cli")).and(not(MAIN)))
            .should(ACCESS_STANDARD_STREAMS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noJavaUtilLogging = noClasses()
            // A JDBC driver has to name its logger
            .that(not(describe("are DriverBridge", type -> type.getSimpleName().equals("DriverBridge"))))
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.logging.."));

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses ours) {
        assertThat(ours.stream().map(JavaClass::getPackage).distinct())
                .allMatch(it -> it.isAnnotatedWith(NullMarked.class), "has a package-info with @NullMarked");
    }

    private static ArchRule roomUsesOnly(String room, String... others) {
        return noClasses()
                .that(inRooms(room))
                .should()
                .dependOnClassesThat(ofTheHouse().and(not(inRooms(room))).and(not(inRooms(others))))
                .as("%s uses no other room than %s".formatted(room, List.of(others)))
                .allowEmptyShould(true);
    }

    /** Besides the JDK and what only marks. */
    private static ArchRule roomUsesOnlyLibraries(String room, String... packages) {
        return classes()
                .that(inRooms(room))
                .should()
                .onlyDependOnClassesThat(ofTheHouse()
                        .or(resideInAnyPackage("java..", "org.jspecify..", "org.apiguardian.."))
                        .or(resideInAnyPackage(packages)))
                .allowEmptyShould(true);
    }

    private static ArchRule onlyMainUses(String room) {
        return noClasses()
                .that(not(inRooms(room)).and(not(WIRING)))
                .should()
                .dependOnClassesThat(inRooms(room))
                .as("only the wiring uses " + room);
    }

    private static boolean isRuleOfAccess(JavaClass type) {
        return Stream.of(AccessRuleSet.class, AccessRuleSet.Field.class, DirectRule.class, GroupRule.class)
                .anyMatch(type::isEquivalentTo);
    }

    private static DescribedPredicate<JavaClass> ofTheHouse() {
        return resideInAPackage(HOUSE + "..");
    }

    private static DescribedPredicate<JavaClass> inRooms(String... rooms) {
        return resideInAnyPackage(
                Stream.of(rooms).map(room -> HOUSE + "." + room + "..").toArray(String[]::new));
    }

    /** The name of the class's room; empty for Main and for classes outside the house. */
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(HOUSE + ".") ? name.substring(HOUSE.length() + 1).split("\\.", 2)[0] : "";
    }
}
