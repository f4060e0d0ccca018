curl -sS "$MUSTER_URL/api/v1/channels/$MUSTER_CHANNEL/posts" -H "Authorization: Bearer $MUSTER_TOKEN" \
  -H 'Content-Type: application/json' -d "{\"clientId\": \"$(cat /proc/sys/kernel/random/uuid)\", \"text\": \"Hello from curl\"}"
