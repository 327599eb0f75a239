package io.palyra.connectors.fake.slack;

import java.util.Set;

/** The names that reactions may have: some of Slack's, and none of a workspace's own. */
final class Emoji {

    private static final String SKIN_TONE = "::skin-tone-[2-6]$";

    private static final Set<String> NAMES = Set.of(
            ("+1 -1 thumbsup thumbsdown ok_hand wave clap raised_hands pray muscle point_up point_down point_left"
                            + " point_right handshake v crossed_fingers fist facepunch punch hand raised_hand"
                            + " eyes eye brain heart broken_heart yellow_heart green_heart blue_heart purple_heart"
                            + " black_heart white_heart orange_heart two_hearts sparkling_heart smile smiley grin"
                            + " grinning laughing satisfied sweat_smile joy rolling_on_the_floor_laughing wink blush"
                            + " slightly_smiling_face upside_down_face heart_eyes kissing_heart thinking_face"
                            + " neutral_face expressionless unamused roll_eyes face_with_rolling_eyes sweat pensive"
                            + " confused slightly_frowning_face worried cry sob scream angry rage exploding_head"
                            + " sleeping zzz sunglasses nerd_face partying_face hugging_face shrug facepalm"
                            + " saluting_face skull ghost robot_face robot poop hankey clown_face fire boom sparkles"
                            + " star star2 dizzy zap sunny cloud rainbow snowflake ocean droplet tada confetti_ball"
                            + " balloon gift trophy medal first_place_medal rocket airplane car bike hourglass"
                            + " hourglass_flowing_sand watch alarm_clock stopwatch bell no_bell loudspeaker mega"
                            + " speech_balloon thought_balloon email envelope inbox_tray outbox_tray package pencil"
                            + " pencil2 memo book books bookmark link paperclip pushpin round_pushpin mag mag_right"
                            + " lock unlock key hammer wrench hammer_and_wrench gear bulb computer phone iphone camera"
                            + " chart_with_upwards_trend chart_with_downwards_trend bar_chart calendar date clipboard"
                            + " file_folder open_file_folder moneybag coffee beer pizza cake birthday seedling"
                            + " white_check_mark heavy_check_mark ballot_box_with_check x negative_squared_cross_mark"
                            + " heavy_plus_sign heavy_minus_sign warning no_entry no_entry_sign octagonal_sign"
                            + " exclamation heavy_exclamation_mark question grey_question grey_exclamation bangbang"
                            + " interrobang 100 recycle repeat arrows_counterclockwise arrow_forward arrow_up"
                            + " arrow_down arrow_left arrow_right fast_forward rewind double_vertical_bar"
                            + " black_square_for_stop red_circle large_blue_circle large_green_circle"
                            + " large_yellow_circle white_circle black_circle sos new free up cool ok information_source"
                            + " one two three four five six seven eight nine zero keycap_ten bug dog cat")
                    .split(" +", -1));

    private Emoji() {}

    /** @param name without colons */
    static boolean isKnown(String name) {
        return NAMES.contains(name.replaceFirst(SKIN_TONE, ""));
    }
}
