/**
 * The test kit that is shipped ({@code palyra-connectors-<version>-test-kit.jar}): the program with a user's routes in it, for
 * tests of these routes. It uses nothing of the other tests but a clock, and no library that camel-test-junit5 does not bring.
 *
 * <p>{@link io.palyra.connectors.test.PalyraExtension} runs the program; {@link io.palyra.connectors.test.PalyraTestSupport}
 * is a {@code CamelTestSupport} around it; {@link io.palyra.connectors.test.HttpDaemon} is what it may ask. The page is {@code src/main/docs/testing-routes.md}.
 */
@API(status = API.Status.STABLE)
@NullMarked
package io.palyra.connectors.test;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
