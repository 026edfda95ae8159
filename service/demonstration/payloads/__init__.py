"""How GitHub says it: payloads with the fields that GitHub sends, from the props as they stand."""
