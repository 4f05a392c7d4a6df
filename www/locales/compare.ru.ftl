# The comparison in Russian, loaded with it. The same keys as compare.en.ftl (checked by locales/check.mjs).

compare-lead = Тот же текст, то же зерно и те же настройки, что выше; различаются только ячейка и, если нужно, размер скрытого состояния. Все сети обучаются в одном потоке и получают поровну времени. Сама лаборатория пока стоит на паузе.
compare-train = Обучать все
compare-pause-all = Все на паузу
compare-go-on = Продолжить
compare-start-over = Начать заново
compare-ready = Выберите сети и запустите обучение всех.
compare-training = { $count ->
    [one] Обучается { $count } сеть: зерно { $seed }, { $device }
    [few] Обучаются { $count } сети: зерно { $seed }, { $device }
   *[many] Обучаются { $count } сетей: зерно { $seed }, { $device }
}
compare-paused = Пауза: зерно { $seed }, { $device }
compare-notes = Симв/с — символы за секунду собственного времени сети, без времени, которое было у других. Потеря — за последние шаги; проверка — после шага 25 и затем каждые 100 шагов на тексте, на котором ни одна сеть не обучается.

compare-runs = Сети
compare-cell = Ячейка
compare-cell-of = Ячейка сети { $number }
compare-hidden = Нейронов
compare-hidden-of = Размер скрытого состояния сети { $number }
compare-parameters = Параметры
compare-step = Шаг
compare-speed = Симв/с
compare-loss = Потеря, бит
compare-validation = Проверка
compare-actions = Пауза или удаление
compare-add = Добавить сеть
compare-pause = Пауза
compare-pause-of = Пауза: { $cell }, { $hidden }
compare-resume = Продолжить
compare-resume-of = Продолжить: { $cell }, { $hidden }
compare-begin = Обучать
compare-begin-of = Обучать: { $cell }, { $hidden }
compare-remove = Убрать
compare-remove-of = Убрать: { $cell }, { $hidden }

compare-curves = Потери
compare-curves-label = Потери каждой сети при обучении, бит на символ
compare-axis = Горизонтальная ось
compare-axis-step = шаг
compare-axis-seconds = секунды собственного времени
compare-by-step = по шагам
compare-by-seconds = по времени

compare-samples = Что они пишут
compare-nothing-yet = пока ничего
