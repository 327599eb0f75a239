package io.palyra.connectors.route;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What can be wrong with a route file, and the files that it is wrong in. {@code port:TAKEN} cannot be started. */
final class RouteMistakes {

    static final String OWN = route("own", "direct:own", "setBody: {constant: own as before}");
    static final String OTHER = route("other", "direct:other", "setBody: {constant: other as before}");

    /** A route with an id and one without, both made of a template, and two that Kamelets make. */
    static final String MADE = """
            - routeTemplate: {id: says, parameters: [{name: name}], from: {uri: 'direct:{{name}}', steps: [{setBody: {constant: '{{name}} as before'}}, {to: 'kamelet:shout-action?mark=!'}]}}
            - templatedRoute: {routeTemplateRef: says, routeId: made, parameters: [{name: name, value: made}]}
            - templatedRoute: {routeTemplateRef: says, parameters: [{name: name, value: unnamed}]}
            """;

    private RouteMistakes() {}

    /** Name, content of {@code own.camel.yaml}, and what the refusal mentions. */
    static Stream<Arguments> inAFile() {
        return Stream.of(
                arguments("no YAML", "- route: [", "route"),
                arguments("a tab", "- route:\n\tid: own", "\\t"),
                arguments("no list", "route: 1", "nothing in it"),
                arguments("no list, indented", "  route:\n    id: own", "nothing in it"),
                arguments("no list, in quotes", "\"route\":\n  id: own", "nothing in it"),
                arguments("no list, in braces", "{route: {id: own}}", "nothing in it"),
                arguments("no list behind a mark of UTF-8", "\uFEFFroute:\n  id: own", "nothing in it"),
                arguments(
                        "a resource that is no Pipe",
                        "apiVersion: camel.apache.org/v1\nkind: Route\n",
                        "nothing in it"),
                arguments("a word", "hello", "nothing in it"),
                arguments("half of a route", "- route:\n    id: own\n", "route own has no from"),
                arguments("half of a route without an id", "- route:\n    description: x\n", "a route has no from"),
                arguments("lists in lists", "- route: " + "[".repeat(20_000), "line 1 nests too deep"),
                arguments("steps in steps", "# x\n- route: " + "{steps: [".repeat(300), "line 2 nests too deep"),
                arguments(
                        "a template that uses itself as a Kamelet",
                        "- routeTemplate: {id: me, from: {uri: 'kamelet:source', steps: [{to: 'kamelet:me'}]}}\n"
                                + from("direct:own", "to: 'kamelet:me'"),
                        "template me uses itself as a Kamelet"),
                arguments(
                        "templates that use each other as Kamelets",
                        "- routeTemplate: {id: me, from: {uri: 'kamelet:source', steps: [{kamelet: {name: 'you/x'}}]}}\n"
                                + "- routeTemplate: {id: you, from: {uri: 'kamelet:source', steps: [{choice: {when: [{simple: 'true', steps: [{wireTap: {uri: 'kamelet:me?a=b'}}]}]}}]}}\n"
                                + from("direct:own", "to: 'kamelet:me'"),
                        "template me uses itself as a Kamelet, by way of you"),
                arguments(
                        "a list that is larger than memory",
                        "- beans: [{name: b, type: java.util.ArrayList, constructors: {0: 2147483647}}]\n" + OWN,
                        "array size"),
                arguments(
                        "a bean of another file",
                        "- beans: [{name: fiveAttempts, type: java.util.Date}]\n" + OWN,
                        "bean fiveAttempts is taken"),
                arguments(
                        "a bean of the program",
                        "- beans: [{name: palyraStore, type: java.util.Date}]\n" + OWN,
                        "bean palyraStore is the program's own"),
                arguments("no input", "- route: {id: own, steps: [{log: x}]}", "own"),
                arguments("an unknown step", from("direct:own", "setBodi: {constant: x}"), "setBodi"),
                arguments("an unknown key", "- route: {id: own, form: {uri: 'direct:own'}}", "form"),
                arguments("an unknown component", from("pigeon:own", "log: x"), "pigeon"),
                arguments(
                        "an unknown component in a step",
                        from("direct:own", "to: 'pigeon:x'"),
                        "own.camel.yaml: route own, step to[pigeon:x]: there is no component pigeon; what is not"),
                arguments(
                        "a component that is not on board",
                        from("kafka:own", "log: x"),
                        "ext add org.apache.camel:camel-…"),
                arguments(
                        "a language that is not on board",
                        from("direct:own", "setBody: {groovy: '1'}"),
                        "for: groovy; what is not on board comes by ext/"),
                arguments("a data format that is not on board", from("direct:own", "unmarshal: {csv: {}}"), "ext add"),
                arguments(
                        "a step with the id of one in another file",
                        from("direct:own", "log: {id: deliver, message: x}"),
                        "step id deliver is taken in outbox.camel.yaml; give it another id"),
                arguments(
                        "an unknown option",
                        from("timer:own?perriod=1", "log: x"),
                        "own.camel.yaml: route own, from timer:own?perriod=1: it has no option perriod"),
                arguments("an option of another type", from("timer:own?period=soon", "log: x"), "soon"),
                arguments(
                        "a value that may be a secret, under a name that Camel does not know",
                        from("direct:own", "to: 'http://h/?mine={{env:PATH}}&throwExceptionOnFailure=maybe'"),
                        "mine={{env:PATH}}"),
                arguments(
                        "a raw value where none belongs",
                        from("timer:own?period=RAW(s3cretly)", "log: x"),
                        "option period: \"xxxxxx\" is no Duration"),
                arguments("a property that is not there", from("direct:own", "to: 'seda:{{nowhere}}'"), "nowhere"),
                arguments("an expression that does not end", from("direct:own", "log: '${body'"), "${body"),
                arguments("an unknown function", from("direct:own", "setBody: {simple: '${nosuch}'}"), "nosuch"),
                arguments(
                        "a predicate that is none",
                        from("direct:own", "filter: {simple: '${body} = 1', steps: [{log: x}]}"),
                        "="),
                arguments(
                        "an unknown language",
                        from("direct:own", "setBody: {language: {language: klingon, expression: x}}"),
                        "klingon"),
                arguments("an unknown data format", from("direct:own", "unmarshal: {custom: {ref: nosuch}}"), "nosuch"),
                arguments("a bean that is not there", from("direct:own", "to: 'bean:nosuch'"), "nosuch"),
                arguments("a step of a bean that is not there", from("direct:own", "bean: {ref: nosuch}"), "nosuch"),
                arguments("a processor that is not there", from("direct:own", "process: {ref: nosuch}"), "nosuch"),
                arguments(
                        "a data source that is not there",
                        from("direct:own", "to: 'sql:select 1?dataSource=#nosuch'"),
                        "nosuch"),
                arguments("no data source at all", from("direct:own", "to: 'sql:select 1'"), "dataSource"),
                arguments(
                        "a repository that is not there",
                        from(
                                "direct:own",
                                "idempotentConsumer: {idempotentRepository: nosuch, simple: '${body}', steps: [{log: x}]}"),
                        "nosuch"),
                arguments(
                        "a class of bean that is not there",
                        "- beans: [{name: b, type: com.example.Nosuch}]\n" + OWN,
                        "com.example.Nosuch"),
                arguments(
                        "a bean with an unknown property",
                        "- beans: [{name: b, type: java.util.Date, properties: {size: 3}}]\n" + OWN,
                        "size"),
                arguments(
                        "an exception that is not there",
                        "- route: {id: own, from: {uri: 'direct:own', steps: [{doTry: {steps: [{log: x}], doCatch: [{exception: [NosuchException], steps: [{log: x}]}]}}]}}",
                        "ClassNotFoundException: NosuchException"),
                arguments(
                        "an error handler of an unknown exception",
                        "- onException: {exception: [NosuchException], handled: {constant: 'true'}, steps: [{log: x}]}\n"
                                + OWN,
                        "NosuchException"),
                arguments(
                        "a policy that is not there",
                        "- routeConfiguration: {id: c, onException: [{onException: {exception: [java.lang.Exception], redeliveryPolicyRef: nosuch, steps: [{log: x}]}}]}\n"
                                + OWN.replace("id: own", "id: own, routeConfigurationId: c"),
                        "nosuch"),
                arguments("an input of its own twice", OWN + route("again", "direct:own", "log: x"), "direct://own"),
                arguments(
                        "the input of another file", OWN + route("again", "direct:other", "log: x"), "direct://other"),
                arguments(
                        "the input of another file with an option",
                        OWN + route("again", "direct:other?timeout=7", "log: x"),
                        "direct"),
                arguments("the id of its own twice", OWN + route("own", "direct:again", "log: x"), "route id own"),
                arguments("the id of another file", OWN + route("other", "direct:again", "log: x"), "route id other"),
                arguments("the id of a core route", OWN + route("daemon", "direct:again", "log: x"), "route id daemon"),
                arguments(
                        "a configuration of a core file",
                        "- routeConfiguration: {id: outbox-retries, onException: [{onException: {exception: [java.lang.Exception], steps: [{log: x}]}}]}\n"
                                + OWN,
                        "outbox-retries"),
                arguments(
                        "the place in the order of another",
                        "- route: {id: own, startupOrder: 7, from: {uri: 'direct:own', steps: [{log: x}]}}\n- route: {id: again, startupOrder: 7, from: {uri: 'direct:again', steps: [{log: x}]}}",
                        "startupOrder"),
                arguments("a second delivery", from("palyra-outbox:*", "log: x"), "palyra-outbox:*"),
                arguments("a delivery of one connector", from("palyra-outbox:echo:default", "log: x"), "palyra-outbox"),
                arguments("a settlement as an input", from("palyra-settle:outbox", "log: x"), "palyra-settle"),
                arguments("an unknown queue", from("direct:own", "to: 'palyra-settle:post'"), "post"),
                arguments(
                        "an unknown kind of connector",
                        from("direct:own", "to: 'palyra-nosuch:default'"),
                        "palyra-nosuch"),
                arguments(
                        "a connector of an unknown kind",
                        from("direct:own", "to: 'palyra-outbox:pigeon:ops?conversationId=c'"),
                        "kind pigeon is unknown"),
                arguments(
                        "a connector whose kind is not there yet",
                        from("direct:own", "to: 'palyra-outbox:slack:ops?conversationId=c'"),
                        "slack:ops"),
                arguments(
                        "a connector that nobody has registered",
                        from("direct:own", "to: 'palyra-outbox:echo:nosuch?conversationId=c'"),
                        "channels add echo:nosuch"),
                arguments(
                        "a connector that nobody has registered, as a source",
                        from("direct:own", "to: 'palyra-inbox:echo:nosuch'"),
                        "palyra.connectors.echo.nosuch.enabled=true"),
                arguments("no connector id", from("direct:own", "to: 'palyra-outbox:echo?conversationId=c'"), "echo"),
                arguments(
                        "a folder that is not there",
                        from("file:" + "/nowhere/at/all?autoCreate=false&startingDirectoryMustExist=true", "log: x"),
                        "/nowhere/at/all"),
                arguments("a schedule that is none", from("quartz:own?cron=never", "log: x"), "CronExpression 'never'"),
                arguments(
                        "a port that is taken", from("port:TAKEN", "log: x"), "own.camel.yaml: Address already in use"),
                arguments(
                        "a port that is taken in a later route",
                        OWN + route("again", "port:TAKEN", "log: x"),
                        "in use"),
                arguments("a step that does not start", from("direct:own", "to: 'port:TAKEN'"), "in use"),
                arguments(
                        "an unknown template",
                        "- templatedRoute: {routeTemplateRef: nosuch, routeId: t}\n" + OWN,
                        "nosuch"),
                arguments(
                        "a template without its parameter",
                        "- routeTemplate: {id: t, parameters: [{name: p}], from: {uri: 'direct:{{p}}', steps: [{log: x}]}}\n- templatedRoute: {routeTemplateRef: t, routeId: again}\n"
                                + OWN,
                        "p"),
                arguments("an unknown Kamelet", from("direct:own", "to: 'kamelet:nosuch'"), "nosuch"),
                arguments(
                        "a dead letter endpoint that is not there",
                        "- errorHandler: {deadLetterChannel: {deadLetterUri: 'pigeon:dead'}}\n" + OWN,
                        "pigeon"));
    }

    /** The same of {@code made.camel.yaml}. */
    static Stream<Arguments> inAFileThatMakesRoutes() {
        String another = "- templatedRoute: {routeTemplateRef: says, %sparameters: [{name: name, value: %s}]}\n";
        return Stream.of(
                arguments("the input of another file", MADE + another.formatted("", "other"), "direct://other"),
                arguments("an input of its own twice", MADE + another.formatted("", "unnamed"), "direct://unnamed"),
                arguments(
                        "the id of another file",
                        MADE + another.formatted("routeId: own, ", "fresh"),
                        "route id own is taken"),
                arguments(
                        "a step that does not start", MADE.replace("kamelet:shout-action?mark=!", "port:TAKEN"), "use"),
                arguments("a step of a Kamelet without its parameter", MADE.replace("?mark=!", ""), "mark"),
                arguments(
                        "a step behind a Kamelet's timer",
                        MADE + route("again", "kamelet:tick-source?period=60000", "to: 'port:TAKEN'"),
                        "in use"));
    }

    static String from(String uri, String step) {
        return route("own", uri, step);
    }

    static String route(String id, String uri, String step) {
        return "- route: {id: %s, from: {uri: '%s', steps: [{%s}]}}\n".formatted(id, uri, step);
    }
}
