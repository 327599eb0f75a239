SELECT 1 FROM lanes WHERE lane_id = ? AND owner = ?
