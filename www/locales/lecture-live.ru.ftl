# What the lecture page says while it runs.
lecture-stopped = Остановлено до конца: ничего не найдено.
