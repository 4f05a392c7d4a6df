# Глава 07-series: что показали опыты и что говорят рисунки.
found-window-length = На месяц вперёд сеть с окном ошибается на { NUMBER($one, maximumFractionDigits: 1) } тыс. пассажиров при L = 1, на { NUMBER($six, maximumFractionDigits: 1) } при L = 6 и на { NUMBER($year, maximumFractionDigits: 1) } при L = 12. Когда в окно входит целый год, ошибка в { NUMBER($times, maximumFractionDigits: 1) } { NUMBER($times, maximumFractionDigits: 1) ->
        [one] раз
        [many] раз
       *[other] раза
    } меньше, чем при одном значении: стал виден тот же месяц прошлого года.
found-window-length-no = Ошибка { NUMBER($one, maximumFractionDigits: 1) } тыс. пассажиров при L = 1, { NUMBER($six, maximumFractionDigits: 1) } при L = 6, { NUMBER($year, maximumFractionDigits: 1) } при L = 12; отношение первой к последней — { NUMBER($times, maximumFractionDigits: 1) }. На этот раз год в окне почти не помог.
found-window-sine = Средняя ошибка на 12 точек вперёд: { NUMBER($one, maximumFractionDigits: 2) } при L = 1 и { $two } при L = 2. По двум значениям прогноз точен до округления: синусоида подчиняется линейному рекуррентному соотношению второго порядка.
found-window-sine-no = Средняя ошибка { NUMBER($one, maximumFractionDigits: 2) } при L = 1 и { $two } при L = 2, отношение первой ко второй — лишь { NUMBER($ratio, maximumFractionDigits: 1) }: двух значений здесь не хватило.
found-window-plain = На месяц вперёд: сеть с окном { NUMBER($net, maximumFractionDigits: 1) }, линейная модель { NUMBER($linear, maximumFractionDigits: 1) }, последнее значение { NUMBER($naive, maximumFractionDigits: 1) }. Скрытый слой не окупился: число весов { $weights }, а результат хуже, чем у линейной модели, где коэффициентов { $coefficients }.
found-window-plain-net = На месяц вперёд: сеть с окном { NUMBER($net, maximumFractionDigits: 1) }, линейная модель { NUMBER($linear, maximumFractionDigits: 1) }, последнее значение { NUMBER($naive, maximumFractionDigits: 1) }. Скрытый слой окупился: число весов { $weights } против { $coefficients } коэффициентов линейной модели.
found-many-horizon = На полчаса вперёд LSTM ошибается на { NUMBER($lstm1, maximumFractionDigits: 0) } МВт, сеть с окном — на { NUMBER($net1, maximumFractionDigits: 0) }, линейная модель — на { NUMBER($linear1, maximumFractionDigits: 0) }, последнее значение — на { NUMBER($last1, maximumFractionDigits: 0) }. На сутки вперёд: { NUMBER($lstmH, maximumFractionDigits: 0) }, { NUMBER($netH, maximumFractionDigits: 0) } и { NUMBER($linearH, maximumFractionDigits: 0) }, «как вчера» — { NUMBER($dayH, maximumFractionDigits: 0) }. Сеть, которой при обучении половину времени подавали её собственные выходы, выдерживает дальний горизонт лучше той, что училась предсказывать на один шаг.
found-many-horizon-net = На полчаса вперёд LSTM ошибается на { NUMBER($lstm1, maximumFractionDigits: 0) } МВт, сеть с окном — на { NUMBER($net1, maximumFractionDigits: 0) }, линейная модель — на { NUMBER($linear1, maximumFractionDigits: 0) }, последнее значение — на { NUMBER($last1, maximumFractionDigits: 0) }. На сутки вперёд: { NUMBER($lstmH, maximumFractionDigits: 0) }, { NUMBER($netH, maximumFractionDigits: 0) } и { NUMBER($linearH, maximumFractionDigits: 0) }, «как вчера» — { NUMBER($dayH, maximumFractionDigits: 0) }. На этот раз сеть с окном выдержала дальний горизонт лучше LSTM.
found-many-forcing = На полчаса вперёд: { NUMBER($forced1, maximumFractionDigits: 0) } МВт с teacher forcing и { NUMBER($free1, maximumFractionDigits: 0) } в свободном режиме; на сутки вперёд { NUMBER($forcedH, maximumFractionDigits: 0) } против { NUMBER($freeH, maximumFractionDigits: 0) }. С подсказками сеть лучше на первом шаге, без них — на последнем, где она живёт собственными выходами.
found-many-forcing-forced = На полчаса вперёд: { NUMBER($forced1, maximumFractionDigits: 0) } МВт с teacher forcing и { NUMBER($free1, maximumFractionDigits: 0) } в свободном режиме; на сутки вперёд { NUMBER($forcedH, maximumFractionDigits: 0) } против { NUMBER($freeH, maximumFractionDigits: 0) }. За 400 шагов сеть с подсказками лучше на обоих концах: в свободном режиме градиент идёт через 48 выходов и обучение медленнее.
found-many-forcing-free = На полчаса вперёд: { NUMBER($forced1, maximumFractionDigits: 0) } МВт с teacher forcing и { NUMBER($free1, maximumFractionDigits: 0) } в свободном режиме; на сутки вперёд { NUMBER($forcedH, maximumFractionDigits: 0) } против { NUMBER($freeH, maximumFractionDigits: 0) }. Здесь сеть, которая училась на собственных выходах, лучше на обоих концах.
found-many-forcing-turned = На полчаса вперёд: { NUMBER($forced1, maximumFractionDigits: 0) } МВт с teacher forcing и { NUMBER($free1, maximumFractionDigits: 0) } в свободном режиме; на сутки вперёд { NUMBER($forcedH, maximumFractionDigits: 0) } против { NUMBER($freeH, maximumFractionDigits: 0) }: вопреки ожиданиям свободная сеть лучше на первом шаге, а сеть с подсказками — на последнем.
found-many-special = При H = 1 выходы двух сетей отличаются на { NUMBER($alone, maximumFractionDigits: 3) }: это одна и та же сеть. При H = 12 они научились разному: выходы от одного начала расходятся до { NUMBER($many, maximumFractionDigits: 2) } (в стандартных отклонениях).
found-many-special-no = При H = 1 выходы отличаются на { NUMBER($alone, maximumSignificantDigits: 2) }, при H = 12 — на { NUMBER($many, maximumFractionDigits: 2) } (в стандартных отклонениях): порядок вычислений на этом устройстве не совпадает.

figure-window-title = Окно длины L скользит вдоль ряда
figure-window-desc = Каждое положение окна — объект выборки: L значений ряда — вход, следующее за ними — ответ. Ниже по строкам — последние вырезанные объекты.
figure-window-passengers = Пассажиры авиалиний, тысяч в месяц (1949–1960)
figure-window-lab = Ряд лаборатории как есть
figure-window-length = L
figure-window-place = Положение окна
figure-window-slide = Сдвигать окно
figure-window-stop = Стоп
figure-window-samples = { $samples ->
    [one] { NUMBER($samples) } объект
    [few] { NUMBER($samples) } объекта
   *[many] { NUMBER($samples) } объектов
  } по { $length ->
    [one] { $length } значению
   *[many] { $length } значений
  } из ряда в { $points ->
    [one] { NUMBER($points) } точку
    [few] { NUMBER($points) } точки
   *[many] { NUMBER($points) } точек
  }
figure-window-input = вход: последние L = { $length }
figure-window-target = ответ
figure-window-give = Передать это L в лабораторию
figure-window-row = Объект
figure-window-table = Объекты таблицей

figure-many-title = Рекуррентная сеть продолжает ряд сама
figure-many-desc = Рекуррентная сеть, развёрнутая во времени. Она читает последние значения ряда; каждый следующий выход подаётся на вход следующего шага, пока хватает горизонта.
figure-many-horizon = Горизонт H
figure-many-free = Свободный режим: выход — следующий вход
figure-many-forced = Teacher forcing: следующий вход — верное значение
figure-many-mode = Что подаётся на вход
figure-many-input = читает
figure-many-state = состояние
figure-many-output = говорит
figure-many-true = было
figure-many-own = свой выход
figure-many-truth = верное значение
figure-many-recorded = Запись: обученная LSTM этой лаборатории, потребление электроэнергии, МВт. Обучите лабораторию — рисунок покажет вашу сеть.
figure-many-live = Вживую: { $model } этой лаборатории, шагов обучения: { NUMBER($step) }.
figure-many-forced-live = Прогнозируя, лаборатория всегда работает в свободном режиме; при teacher forcing место выходов занимают значения ряда.
figure-many-error = { $ahead ->
    [one] На { $ahead } шаг вперёд
    [few] На { $ahead } шага вперёд
   *[many] На { $ahead } шагов вперёд
  }: ошибка { $error }
figure-many-table = Шаги таблицей
figure-many-step = Шаг
