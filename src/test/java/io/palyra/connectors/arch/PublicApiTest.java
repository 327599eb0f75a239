package io.palyra.connectors.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.palyra.connectors.Main;
import io.palyra.connectors.adapter.ConnectorType;
import io.palyra.connectors.test.PalyraExtension;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.UriParams;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;

/**
 * What users' code may rely on is marked with {@link API}, on the type or its package; a type within another belongs to it.
 * What the rest of the house does not need of a package is not public.
 */
class PublicApiTest {

    private static final String HOUSE = Main.class.getPackageName();

    /** Whose names and signatures users see, besides ours: the JDK's, Camel's, the JSON tree's, the annotations'. */
    private static final Set<String> ALSO_SEEN = Set.of(
            "java.",
            "javax.net.",
            "javax.sql.",
            "org.apache.camel.",
            "com.fasterxml.jackson.",
            "org.jspecify.",
            "org.apiguardian.",
            // What the test kit is made for
            "org.junit.jupiter.api.",
            // What platform.http is built on
            "okhttp3.",
            // What platform.markdown is built on
            "org.commonmark.",
            // Spring Boot hands it in
            "org.springframework.core.env.ConfigurableEnvironment");

    /** Public, although no other package uses them in a way that is left after compiling. */
    private static final Set<String> PUBLIC_ALL_THE_SAME = Set.of(
            // Tests of other rooms use their constants
            "server.PipeliningLimit",
            // The wiring makes one of a method, and this looks at classes
            "daemon.TypingIndicators",
            "inbox.AccessGate",
            // Routes name it as a class
            "daemon.OneRequest",
            // The admin API hands it on as it is
            "statistics.Series");

    private static final JavaClasses ALL = new ClassFileImporter().importPackages(HOUSE);

    /** Without tests, whose packages have the names of ours and marks of their own. */
    private static final JavaClasses SHIPPED =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(HOUSE);

    private static final Set<String> API_TYPES = Stream.concat(
                    SHIPPED.stream(), ALL.stream().filter(PublicApiTest::isOfTheTestKit))
            .filter(PublicApiTest::isMarked)
            .map(JavaClass::getName)
            .collect(Collectors.toSet());

    @Test
    void whatItShowsIsPartOfIt() {
        Set<String> leaks = new TreeSet<>();
        ALL.stream().filter(PublicApiTest::isApi).filter(PublicApiTest::isSeen).forEach(type -> shown(type)
                .filter(other -> !mayBeShown(other))
                .forEach(other -> leaks.add(type.getName() + " shows " + other.getName())));

        assertThat(leaks).as("marked types that show others").isEmpty();
    }

    @Test
    void whatOnlyItsPackageUsesIsNotPublic() {
        Set<String> tooPublic = ALL.stream()
                .filter(type -> SHIPPED.contain(type.getName()))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !isApi(type) && !isMadeByName(type))
                .filter(type -> usersElsewhere(type).isEmpty())
                .map(type -> type.getName().substring(HOUSE.length() + 1))
                .filter(name -> !PUBLIC_ALL_THE_SAME.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(tooPublic)
                .as("public types that only their own package uses")
                .isEmpty();
    }

    /** So that the rules above look at something. */
    @Test
    void itIsMarked() {
        assertThat(ALL.stream().filter(PublicApiTest::isApi).map(JavaClass::getSimpleName))
                .contains(
                        "ConnectorAdapter",
                        "OutboundMessageRequest",
                        "PlatformApi",
                        "DaemonBusyException",
                        "PalyraConnectors",
                        "PalyraExtension")
                .doesNotContain("OperationRunner", "SqlStore", "ConnectorSupervisor");
    }

    private static boolean isOfTheTestKit(JavaClass type) {
        return type.getPackageName().equals(PalyraExtension.class.getPackageName());
    }

    private static boolean isMarked(JavaClass type) {
        return type.isAnnotatedWith(API.class)
                || type.getPackage().isAnnotatedWith(API.class)
                || type.getEnclosingClass().filter(PublicApiTest::isMarked).isPresent();
    }

    private static boolean isApi(JavaClass type) {
        return API_TYPES.contains(type.getName());
    }

    /** Public, as far out as it is nested. */
    private static boolean isSeen(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicApiTest::isSeen).orElse(true);
    }

    private static boolean isSeen(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                // INTERNAL: public for the supervisor
                && !member.isAnnotatedWith(API.class)
                && (modifiers.contains(JavaModifier.PUBLIC)
                        || modifiers.contains(JavaModifier.PROTECTED)
                                && !member.getOwner().getModifiers().contains(JavaModifier.FINAL));
    }

    /** What a user sees of a type: what it extends, and the signatures of its members. */
    private static Stream<JavaClass> shown(JavaClass type) {
        Stream<JavaType> parents = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> fields =
                type.getFields().stream().filter(PublicApiTest::isSeen).map(field -> field.getType());
        Stream<JavaType> signatures =
                type.getCodeUnits().stream().filter(PublicApiTest::isSeen).flatMap(PublicApiTest::signature);
        return Stream.of(parents, fields, signatures)
                .flatMap(types -> types)
                .flatMap(seen -> seen.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType);
    }

    private static Stream<JavaType> signature(JavaCodeUnit unit) {
        return Stream.of(
                        Stream.<JavaType>of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(types -> types);
    }

    private static boolean mayBeShown(JavaClass type) {
        return type.isPrimitive()
                || isApi(type)
                || ALSO_SEEN.stream().anyMatch(prefix -> type.getName().startsWith(prefix));
    }

    /** Camel and the JDK make these by their names, and Camel reads the types of their options. */
    private static boolean isMadeByName(JavaClass type) {
        return Stream.of(
                                Component.class,
                                Endpoint.class,
                                ConnectorType.class,
                                PropertyConfigurer.class,
                                EndpointUriFactory.class,
                                TypeConverterLoader.class)
                        .anyMatch(type::isAssignableTo)
                || type.isAnnotatedWith(org.apache.camel.Converter.class)
                || type.isAnnotatedWith(UriParams.class)
                || type.isEnum() && usedByEndpoint(type);
    }

    private static boolean usedByEndpoint(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .anyMatch(use -> use.getOriginClass().isAssignableTo(Endpoint.class));
    }

    private static Set<String> usersElsewhere(JavaClass type) {
        Stream<JavaClass> users = ALL.stream()
                .filter(part -> part.equals(type) || part.getName().startsWith(type.getName() + "$"))
                .flatMap(part -> part.getDirectDependenciesToSelf().stream())
                .map(Dependency::getOriginClass);
        return Stream.concat(users, callersWith(type))
                .map(JavaClass::getPackageName)
                .filter(user -> !user.equals(type.getPackageName()))
                .collect(Collectors.toSet());
    }

    /** Who calls what takes one of these; as a lambda it is not named there. */
    private static Stream<JavaClass> callersWith(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .distinct()
                .flatMap(user -> user.getMethods().stream())
                .filter(method -> method.getRawParameterTypes().contains(type))
                .flatMap(method -> method.getAccessesToSelf().stream())
                .map(JavaAccess::getOriginOwner);
    }
}
