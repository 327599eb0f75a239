package io.palyra.connectors.contract;

import io.palyra.connectors.store.StoreUnderTest;

/** Cursors, what is known already, and answers of commits are the store's part in the contract. */
class EchoOnPostgresContractTest extends EchoContractTest {

    @Override
    StoreUnderTest database() {
        return StoreUnderTest.POSTGRESQL;
    }
}
