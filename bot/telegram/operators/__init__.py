"""What operators can do in a chat: see how the bot fares, reindex, add and remove articles. Others are refused."""
