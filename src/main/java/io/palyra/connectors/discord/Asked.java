package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.RequestException;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** Who answers requests that only read. A call blocks its thread, at most for its deadline. */
interface Asked {

    DataObject object(RestCall call) throws RequestException;

    DataArray array(RestCall call) throws RequestException;
}
