package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.HttpAnswer;
import io.palyra.connectors.platform.http.PlatformExchange;
import io.palyra.connectors.platform.http.ProbeLine;
import io.palyra.connectors.platform.http.RequestException;
import io.palyra.connectors.platform.http.RequestFailure;
import io.palyra.connectors.platform.http.RequestIoException;
import java.io.IOException;
import java.net.URI;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;
import okhttp3.Request;

/** Asks with a token alone: JDA would open a gateway session first. */
final class TokenRest implements Asked {

    private final URI restUrl;
    private final String token;
    private final ProbeLine line;

    /** @param line closed by whoever made it */
    TokenRest(URI restUrl, String token, ProbeLine line) {
        this.restUrl = restUrl;
        this.token = token;
        this.line = line;
    }

    @Override
    public DataObject object(RestCall call) throws RequestException {
        return DataObject.fromJson(get(call));
    }

    @Override
    public DataArray array(RestCall call) throws RequestException {
        return DataArray.fromJson(get(call));
    }

    private String get(RestCall call) throws RequestException {
        PlatformExchange exchange = line.exchange();
        exchange.deadline(call.deadline());
        Request request = new Request.Builder()
                .url(restUrl + call.route().getCompiledRoute())
                .header("Authorization", "Bot " + token)
                .header("User-Agent", RestConfig.USER_AGENT)
                .build();
        try {
            return HttpAnswer.read(line.http().newCall(request).execute()).text();
        } catch (RequestIoException e) {
            throw new RequestException(e.failure());
        } catch (IOException | RuntimeException e) {
            throw new RequestException(new RequestFailure.Uncertain("the answer cannot be read: " + e));
        }
    }
}
