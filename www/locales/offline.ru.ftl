# Страница без сети.
offline-keep = Сохранить для работы без сети ({ $size } МБ)
offline-keeping = Сохраняется …
offline-kept = Всё сохранено: страница работает без сети.
offline-failed = Сохранить всё не удалось. Есть ли сеть и место на диске?
offline-update-there = Вышла новая версия страницы.
offline-update-others = Страница открыта и в других вкладках. Закройте их, затем обновите эту.
offline-update-loses = Вышла новая версия. Обновление прервёт то, что здесь обучается.
offline-update-reload = Обновить
offline-update-anyway = Всё равно обновить
offline-update-later = Позже
