package io.palyra.connectors.store;

/**
 * By what the database knows a group of works after the connection has broken.
 *
 * @param number counts the groups of the node
 */
record GroupId(String nodeId, long number) {}
