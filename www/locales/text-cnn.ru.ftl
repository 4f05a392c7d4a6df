# Лаборатория предложений по-русски, загружается вместе с ней. Ключи те же, что в text-cnn.en.ftl (проверяет locales/check.mjs).

text-cnn-name = Лаборатория предложений
text-cnn-unit-speed = предложений/с
text-cnn-accuracy = Точность
text-cnn-finished = Готово: все предложения прочитаны { $epochs ->
    [few] { $epochs } раза
   *[other] { $epochs } раз
}, как задано. «Сброс» начинает заново; можно и увеличить число эпох.
reason-cpu-small-model = Считает процессор: шаг такой маленькой сети занимает у него несколько миллисекунд. Для сравнения выберите WebGPU.
failure-not-tested = Сеть ещё не проверялась.
failure-text-too-short = В одном из текстов слишком мало предложений для этих настроек: { $have }, а нужно { $need }.

text-cnn-author-austen = Остин
text-cnn-author-shakespeare = Шекспир
text-cnn-author-kjv = Библия
text-cnn-learner-net = Свёртка
text-cnn-learner-shuffled = Свёртка, слова перемешаны
text-cnn-learner-bag = Мешок слов
text-cnn-more = Ещё { $number }

## Своё предложение

text-cnn-own = Чьё это предложение?
text-cnn-own-lead = Напишите предложение по-английски или возьмите готовое: обе модели сразу скажут, на кого оно похоже, а слова, которые решили дело, будут отмечены.
text-cnn-own-random = Пока обе ничего не знают: нажмите «Обучить».
text-cnn-own-label = Предложение на английском
text-cnn-own-marks = Цвет отметки — автор, за которого говорит слово; чем она сильнее, тем больше слово прибавляет к его логиту по сравнению с остальными.
text-cnn-own-cut = Предложение длиннее, чем читает сеть: учитываются только первые { $length } символов.
text-cnn-by = Кто так считает
text-cnn-piece = Символ
text-cnn-sum = Сколько каждый символ прибавляет к логитам: сумма строк равна последней
text-cnn-edges = края предложения
text-cnn-logit = Логит
text-cnn-fired = Фильтры, которые решили больше всех: на какие слова они откликнулись и насколько сильно
text-cnn-filter-name = Фильтр
text-cnn-as-name = прочитано как имя
text-cnn-as-rare = слишком редкое: прочитано как неизвестное

## Обучение

text-cnn-learning = Обучение
text-cnn-learning-lead = Одни и те же предложения читают две модели: свёртка видит слова подряд, а логистическая регрессия на мешке слов порядка не видит. Обе проверяются на отложенных отрывках.
text-cnn-verdict-none = Нажмите «Обучить»: здесь будет сказано, что получилось.
text-cnn-verdict-net = Свёртка лучше: верно { $net } % из { $count } отложенных предложений, у мешка слов — { $bag } %.
text-cnn-verdict-bag = Мешок слов лучше: верно { $bag } % из { $count } отложенных предложений, у свёртки — { $net } %.
text-cnn-verdict-same = Явного победителя нет: из { $count } отложенных предложений свёртка верно узнаёт { $net } %, мешок слов — { $bag } %; такую разницу объяснит и случай.
text-cnn-order-some-words = Если перемешать слова в каждом предложении, у свёртки { $shuffled } %: порядок слов стоит { $points } п. п.
text-cnn-order-none-words = Если перемешать слова в каждом предложении, у неё всё ещё { $shuffled } %: почти всё говорят сами слова, их порядок — мало.
text-cnn-order-some-characters = Если перемешать буквы в каждом предложении, у свёртки { $shuffled } %: порядок букв стоит { $points } п. п.
text-cnn-order-none-characters = Если перемешать буквы в каждом предложении, у неё всё ещё { $shuffled } %: пока порядок мало чему её научил.
text-cnn-test-accuracy = Верно на отложенных отрывках, %
text-cnn-train-loss = Потеря при обучении, нат
text-cnn-accuracy-label = Точность на отложенных отрывках по шагам: свёртка { $net } %, мешок слов { $bag } %
text-cnn-loss-label = Потеря при обучении по шагам: свёртка { $net }, мешок слов { $bag }
text-cnn-loss-of = Потеря: { $learner }

## Путаница

text-cnn-confusion = Кого за кого принимают
text-cnn-confusion-lead = Отложенные предложения по автору (строки) и по тому, что о них сказано (столбцы). Нажмите число, чтобы увидеть предложения, в которых свёртка увереннее всего.
text-cnn-confusion-of = Чья путаница
text-cnn-taken-for = приняты за →
text-cnn-examples-right = { $author }: свёртка верно узнала { $total }, самые уверенные — первыми
text-cnn-examples-wrong = { $author }, а свёртка решила — { $said }: { $total }, самые уверенные — первыми
text-cnn-examples-none = { $author }: ни одного, про которое свёртка решила — { $said }
text-cnn-examples-look = Рассмотреть это предложение наверху
text-cnn-examples-say = { $said }: свёртка { $net }, мешок слов { $bag }

## Фильтры

text-cnn-filters = К чему прислушиваются фильтры
text-cnn-filters-lead = Каждый фильтр скользит по предложениям и откликается на несколько слов подряд. Здесь те из всех обучающих предложений, что возбуждают его сильнее всего, сколько раз они встречаются у каждого автора и сколько отклик, равный 1, прибавляет к логиту каждого. Первыми идут фильтры, решающие больше всех. «·» — край предложения.
text-cnn-filters-random = Пока все фильтры случайны.
text-cnn-filters-width = Символов подряд
text-cnn-filters-for = Говорит за
text-cnn-filters-all = все
text-cnn-filters-found = Фильтров: { $found }; на шаге { $step }
text-cnn-filter = Фильтр { $filter }, { $width } подряд
text-cnn-filter-label = Что возбуждает фильтр { $filter }; он говорит за: { $author }
text-cnn-gram = Символы
text-cnn-answer = Отклик
text-cnn-counts-hint = Сколько раз встречается в обучающих предложениях: Остин, Шекспир, Библия
text-cnn-mean = (⌀ { $mean })

## Настройки

setting-unit = Читать как
setting-names = Имена
setting-sentences = Предложений
setting-length = Длина
setting-vocabulary = Словарь
setting-widths = Ширина фильтров
setting-filters = Фильтров
setting-dropout = Dropout
setting-epochs = Эпох
text-cnn-group-reading = Чтение
text-cnn-group-net = Сеть
text-cnn-group-learning = Обучение
text-cnn-option-words = Слова
text-cnn-option-characters = Буквы
text-cnn-option-mask = Скрыты
text-cnn-option-keep = Оставлены
text-cnn-option-auto = Авто
text-cnn-option-webgpu = WebGPU
text-cnn-option-cpu = Процессор
text-cnn-hint-unit = Отдельные буквы почти ничего не говорят: с ними порядок — всё, и мешку не справиться. У каждого чтения свои настройки.
text-cnn-hint-names = Эмма или Израиль выдают автора. Скрытые имена — один и тот же символ.
text-cnn-hint-sentences = Каждого автора, для обучения.
text-cnn-hint-length = T: сколько символов предложения читается; остальное отрезается.
text-cnn-hint-vocabulary = V: самые частые символы; прочие читаются как неизвестные.
text-cnn-hint-widths = Сколько символов подряд видят фильтры, например 2, 3, 4.
text-cnn-hint-filters = F: фильтров каждой ширины.
text-cnn-hint-embedding = D: чисел в векторе символа.
text-cnn-hint-dropout = Доля фильтров, которая на каждом шаге не участвует.
text-cnn-hint-epochs = Сколько раз читаются все предложения.
text-cnn-hint-batch = Предложений в шаге.
text-cnn-hint-learningRate = η метода Adam.
text-cnn-hint-seed = Разбиения, начальных весов, порядка и dropout.
text-cnn-corpus = Что сделано с текстами
text-cnn-corpus-sentences = Предложений всего: { $sentences }, берутся те, где не меньше пяти слов; каждого автора обучающих — { $train }, проверочных — { $test }.
text-cnn-corpus-split = Соседи не подсказывают: каждый пятый отрывок из { $passage } предложений подряд, выбранный по зерну, отложен целиком, без первого и последнего. { $repeated ->
    [one] { $repeated } отложенное предложение не взято
    [few] { $repeated } отложенных предложения не взято
   *[other] { $repeated } отложенных предложений не взято
}: на читающемся так же учатся.
text-cnn-corpus-removed = Убраны заголовки, списки действующих лиц, имена говорящих, ремарки, номера стихов. Заглавные буквы и знаки препинания не читаются.
text-cnn-corpus-names-mask = Как имена скрыто слов: { $names } — те, что почти не встречаются без заглавной буквы, то есть и Mr, Lord или English. Что имя есть, всё равно видно.
text-cnn-corpus-names-keep = Имена читаются как остальные слова и выдают авторов: сравните с тем, что будет, если их скрыть.
text-cnn-corpus-numbers = V = { $vocabulary }; обучаемых чисел: свёртка { $net }, мешок слов { $bag }.
text-cnn-origins = Откуда тексты
text-cnn-save = Сохранить веса (safetensors)
